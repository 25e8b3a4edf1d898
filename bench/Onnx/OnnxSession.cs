using Microsoft.ML.OnnxRuntime;

namespace ResNetGen.Bench.Onnx;

/// <summary>
/// ONNX Runtime at its best for one caller: all graph optimisations, one graph at a time, inputs and outputs bound
/// before the first run, its own defaults otherwise (its threads spin between runs). With one thread it has no pool.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _images;
    private readonly OrtValue _results;

    /// <summary>Makes the session and binds the caller's arrays.</summary>
    /// <param name="model">An ONNX file, as <see cref="OnnxExporter"/> writes it.</param>
    /// <param name="info">The network.</param>
    /// <param name="images">Read by each run; as many images as the file is for.</param>
    /// <param name="results">Written by each run: logits, or without a classifier features.</param>
    /// <param name="threads">Threads of one run, the caller's included.</param>
    public OnnxSession(byte[] model, ModelInfo info, float[] images, float[] results, int threads)
    {
        using SessionOptions options = new()
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        int batch = images.Length / info.InputLength;
        _session = new InferenceSession(model, options);
        _images = OrtValue.CreateTensorValueFromMemory(
            images,
            [batch, info.InputChannels, info.InputHeight, info.InputWidth]
        );
        _results = OrtValue.CreateTensorValueFromMemory(results, [batch, info.ResultLength]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxExporter.Images, _images);
        _binding.BindOutput(OnnxExporter.Result(info), _results);
    }

    /// <summary>The version of ONNX Runtime.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _images.Dispose();
        _results.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }
}
