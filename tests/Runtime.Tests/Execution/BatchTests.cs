using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>
/// Calls of every size give what an image alone gives, however many threads there are: with images of their own, with
/// some left over, and with none.
/// </summary>
public class BatchTests
{
    private static readonly byte[] Weights = DeterministicWeights.Safetensors(TinySevenImages.Network);

    private static readonly float[] Images = DeterministicWeights.Input(
        TinySevenImages.Batch * TinySevenImages.InputLength
    );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    public void EveryNumberOfImages(int threads)
    {
        using TinySevenImages alone = TinySevenImages.Load(Weights);
        using TinySevenImages model = TinySevenImages.Load(Weights, threads);
        for (int count = 1; count <= TinySevenImages.Batch; count++)
        {
            float[] images = Images[((TinySevenImages.Batch - count) * TinySevenImages.InputLength)..];
            float[] logits = new float[count * TinySevenImages.Classes];
            float[] embeddings = new float[count * TinySevenImages.EmbeddingLength];
            model.Forward(images, logits);
            model.Embed(images, embeddings);

            for (int image = 0; image < count; image++)
            {
                float[] one = images[
                    (image * TinySevenImages.InputLength)..((image + 1) * TinySevenImages.InputLength)
                ];
                float[] expectedLogits = new float[TinySevenImages.Classes];
                float[] expectedEmbedding = new float[TinySevenImages.EmbeddingLength];
                alone.Forward(one, expectedLogits);
                alone.Embed(one, expectedEmbedding);
                Assert.Equal(
                    expectedLogits,
                    logits[(image * TinySevenImages.Classes)..((image + 1) * TinySevenImages.Classes)]
                );
                Assert.Equal(
                    expectedEmbedding,
                    embeddings[
                        (image * TinySevenImages.EmbeddingLength)..((image + 1) * TinySevenImages.EmbeddingLength)
                    ]
                );
            }
        }
    }

    // The caller has one image, and the other worker one that it begins when the caller is done.
    [Fact]
    public void TheLastLayerHasTheWaitForTheOthersImages()
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(20);
        using ManualResetEventSlim callerIsDone = new();
        Thread caller = Thread.CurrentThread;
        using Engine engine = Engine.Load(
            TinyBasic.Network,
            (in Worker w) =>
            {
                if (Thread.CurrentThread == caller)
                {
                    TinyNetwork.Walk(w);
                    callerIsDone.Set();
                    return;
                }

                callerIsDone.Wait();
                Thread.Sleep(pause);
                TinyNetwork.Walk(w);
            },
            TinyNetwork.Safetensors,
            threads: 2
        );

        TimeSpan[] layers = new TimeSpan[TinyBasic.Network.Layers.Count];
        engine.Profile(
            TinyNetwork.Images[..(2 * TinyBasic.Network.InputLength)],
            new float[2 * TinyBasic.Network.Classes],
            layers
        );
        Assert.True(layers[^1] >= pause, $"The last layer has {layers[^1]}.");
    }
}
