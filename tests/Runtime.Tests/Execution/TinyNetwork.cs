using System.Reflection;
using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>What the tests of the engine share: the small network with its weights, images and right results.</summary>
internal static class TinyNetwork
{
    public const int Batch = TinyBasic.Batch;

    public static byte[] Safetensors { get; } = DeterministicWeights.Safetensors(TinyBasic.Network);

    /// <summary>A full batch.</summary>
    public static float[] Images { get; } = DeterministicWeights.Input(Batch * TinyBasic.InputLength);

    /// <summary>
    /// What one thread computes of <see cref="Images"/>; agreement with the reference is a test of its own.
    /// </summary>
    public static float[] Logits { get; } = ComputeLogits();

    /// <summary>The network's code, to be run with something before or after it.</summary>
    public static Walk Walk { get; } =
        typeof(TinyBasic).GetMethod("Walk", BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Walk>();

    public static Engine Load(Walk walk, int threads) => Engine.Load(TinyBasic.Network, walk, Safetensors, threads);

    public static float[] Forward(this Engine engine)
    {
        float[] logits = new float[Logits.Length];
        engine.Forward(Images, logits);
        return logits;
    }

    private static float[] ComputeLogits()
    {
        using TinyBasic model = TinyBasic.Load(Safetensors);
        float[] logits = new float[Batch * TinyBasic.Classes];
        model.Forward(Images, logits);
        return logits;
    }
}
