using ResNetGen.Bench.Onnx;
using ResNetGen.Cli.Models;
using ResNetGen.Runtime;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Weights;

namespace ResNetGen.Bench.Compare;

/// <summary>Runs a case: both engines on the same weights and images in this process.</summary>
internal static class Comparison
{
    private const double Tolerance = 3e-5;

    /// <exception cref="InvalidOperationException">The engines do not compute the same; their times would mean
    /// nothing.</exception>
    public static CaseResult Run(ComparedCase compared, TimeSpan duration)
    {
        ModelInfo info = compared.Network.Info;
        float[] images = DeterministicWeights.Input(compared.Batch * info.InputLength);
        float[] ours = new float[compared.Batch * info.ResultLength];
        float[] theirs = new float[compared.Batch * info.ResultLength];
        (IImageModel loaded, OnnxSession opened) = Load(compared, images, theirs);
        using IImageModel model = loaded;
        using OnnxSession session = opened;

        NetworkFunction run = WholeRun.Of(model);
        run(images, ours);
        session.Run();
        double difference = Agreement.LargestDifference(theirs, ours);
        if (!(difference <= Tolerance))
        {
            throw new InvalidOperationException(
                $"{compared.Name}: results differ by {difference:E1} of the largest, where {Tolerance:E0} is allowed."
            );
        }

        Turns turns = Turns.Take(() => run(images, ours), session.Run, duration);
        return new CaseResult
        {
            Case = compared.Name,
            Network = compared.Network.Name,
            Batch = compared.Batch,
            Threads = compared.Threads,
            Turns = turns.B.Count,
            OursMedian = turns.A.Median,
            OursMinimum = turns.A.Minimum,
            OnnxRuntimeMedian = turns.B.Median,
            OnnxRuntimeMinimum = turns.B.Minimum,
            Ratio = turns.Ratios.Median,
            RatioMinimum = turns.Ratios.Minimum,
            RatioMaximum = turns.Ratios.Maximum,
            Bar = compared.BarOn(VectorWidths.Widest),
            PeakGigaflops = turns.Peak,
            LargestDifference = difference,
        };
    }

    // Here the files' bytes go out of reach once both engines have read them.
    private static (IImageModel Model, OnnxSession Session) Load(ComparedCase compared, float[] images, float[] theirs)
    {
        ModelInfo info = compared.Network.Info;
        byte[] weights = DeterministicWeights.Safetensors(info);
        using SafetensorsFile file = SafetensorsFile.FromBytes(weights);
        byte[] onnx = OnnxExporter.Export(info, file, compared.Batch);
        OnnxSession session = new(onnx, info, images, theirs, compared.Threads);
        try
        {
            return (compared.Network.Load(weights, compared.Threads), session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
