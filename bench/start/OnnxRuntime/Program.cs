using Microsoft.ML.OnnxRuntime;
using ResNetGen.Bench.Start;

const int Threads = 2;

float[] logits = new float[Case.Classes];
using (
    SessionOptions options = new()
    {
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        IntraOpNumThreads = Threads,
    }
)
using (InferenceSession session = new(args[0], options))
using (OrtValue images = OrtValue.CreateTensorValueFromMemory(Case.Image(), [1, 3, 224, 224]))
using (OrtValue results = OrtValue.CreateTensorValueFromMemory(logits, [1, Case.Classes]))
using (RunOptions run = new())
{
    session.Run(run, ["images"], [images], ["logits"], [results]);
}

Case.Print(logits, args.Contains("--all"));
