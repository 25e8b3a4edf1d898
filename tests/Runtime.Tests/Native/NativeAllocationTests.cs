using ResNetGen.Runtime.Tests.Execution;
using Calls = ResNetGen.Runtime.Tests.Native.ClassifierCalls<ResNetGen.Runtime.Tests.Execution.TinyBasic>;

namespace ResNetGen.Runtime.Tests.Native;

[Collection(nameof(Alone))]
public class NativeAllocationTests
{
    [Fact]
    public void ARunAllocatesNothing()
    {
        Assert.Equal(NativeStatus.Ok, Calls.CreateFromBytes(TinyNetwork.Safetensors, out nint model));
        float[] logits = new float[TinyNetwork.Logits.Length],
            embeddings = new float[TinyNetwork.Batch * TinyBasic.EmbeddingLength];
        int[] classes = new int[TinyNetwork.Batch * 2];
        float[] probabilities = new float[classes.Length];
        RunAll();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isOk = RunAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isOk);
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(model));

        bool RunAll() =>
            Calls.Forward(model, TinyNetwork.Images, logits) == NativeStatus.Ok
            && Calls.Embed(model, TinyNetwork.Images, embeddings) == NativeStatus.Ok
            && Calls.Classify(model, TinyNetwork.Images, 2, classes, probabilities) == NativeStatus.Ok;
    }
}
