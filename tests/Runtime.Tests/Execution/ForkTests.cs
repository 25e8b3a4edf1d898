using System.Collections.Concurrent;

namespace ResNetGen.Runtime.Tests.Execution;

public class ForkTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EitherMayBeDisposedFirst(bool originalFirst)
    {
        TinyBasic original = TinyBasic.Load(TinyNetwork.Safetensors, threads: 2);
        TinyBasic fork = original.Fork();
        (TinyBasic first, TinyBasic second) = originalFirst ? (original, fork) : (fork, original);

        first.Dispose();
        CheckLogits(second);
        using (TinyBasic another = second.Fork())
        {
            second.Dispose();
            CheckLogits(another);
        }

        Assert.Throws<ObjectDisposedException>(() => CheckLogits(first));
        Assert.Throws<ObjectDisposedException>(() => CheckLogits(second));
    }

    [Fact]
    public void AForkHasAsManyThreads()
    {
        ConcurrentDictionary<Thread, bool> threads = [];
        using Engine engine = TinyNetwork.Load(
            (in Worker w) =>
            {
                threads[Thread.CurrentThread] = true;
                TinyNetwork.Walk(w);
            },
            threads: 3
        );
        using Engine fork = engine.Fork();
        Assert.Equal(TinyNetwork.Logits, fork.Forward());
        Assert.Equal(3, threads.Count);
    }

    [Fact]
    public void ForksRunAtOnce()
    {
        using TinyBasic original = TinyBasic.Load(TinyNetwork.Safetensors);
        Threads.RunAll(
            8,
            index =>
            {
                // Each has its own image, so that another's result would show.
                int image = index % TinyNetwork.Batch;
                float[] pixels = TinyNetwork.Images[
                    (image * TinyBasic.InputLength)..((image + 1) * TinyBasic.InputLength)
                ];
                float[] expected = TinyNetwork.Logits[(image * TinyBasic.Classes)..((image + 1) * TinyBasic.Classes)];
                float[] logits = new float[TinyBasic.Classes];
                for (int round = 0; round < 5; round++)
                {
                    using TinyBasic fork = original.Fork();
                    for (int i = 0; i < 20; i++)
                    {
                        Array.Clear(logits);
                        fork.Forward(pixels, logits);
                        Assert.Equal(expected, logits);
                    }
                }
            }
        );
    }

    [Fact]
    public async Task AModelCanBeForkedWhileItRuns()
    {
        using ManualResetEventSlim running = new();
        using ManualResetEventSlim goOn = new();
        using Engine engine = TinyNetwork.Load(
            (in Worker w) =>
            {
                if (!running.IsSet)
                {
                    running.Set();
                    goOn.Wait();
                }

                TinyNetwork.Walk(w);
            },
            threads: 1
        );
        Task<float[]> run = Task.Factory.StartNew(engine.Forward, TaskCreationOptions.LongRunning);
        running.Wait();
        try
        {
            using Engine fork = engine.Fork();
            Assert.Equal(TinyNetwork.Logits, fork.Forward());
        }
        finally
        {
            goOn.Set();
        }

        Assert.Equal(TinyNetwork.Logits, await run);
    }

    // The last owner of the weights goes while another thread asks for one more: it gets all of them, or an exception.
    [Fact]
    public void AForkIsWholeOrRefusedWhileTheOriginalIsDisposed()
    {
        for (int round = 0; round < 20; round++)
        {
            TinyBasic original = TinyBasic.Load(TinyNetwork.Safetensors);
            Threads.RunAll(
                4,
                index =>
                {
                    if (index == 0)
                    {
                        original.Dispose();
                        return;
                    }

                    try
                    {
                        using TinyBasic fork = original.Fork();
                        CheckLogits(fork);
                    }
                    catch (ObjectDisposedException)
                    {
                        // Too late.
                    }
                }
            );
        }
    }

    private static void CheckLogits(TinyBasic model)
    {
        float[] logits = new float[TinyNetwork.Logits.Length];
        model.Forward(TinyNetwork.Images, logits);
        Assert.Equal(TinyNetwork.Logits, logits);
    }
}
