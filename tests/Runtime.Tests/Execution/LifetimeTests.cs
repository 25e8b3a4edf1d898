using System.Collections.Concurrent;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>
/// One instance, used in the wrong way: it answers with an exception, and what is running is not harmed.
/// </summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly ManualResetEventSlim _running = new();
    private readonly ManualResetEventSlim _goOn = new();
    private readonly ConcurrentDictionary<Thread, bool> _threads = [];

    public void Dispose()
    {
        _running.Dispose();
        _goOn.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ADisposedModelRefuses(int threads)
    {
        TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, threads);
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() =>
            model.Forward(TinyNetwork.Images, new float[TinyNetwork.Logits.Length])
        );
        Assert.Throws<ObjectDisposedException>(() =>
            model.Embed(TinyNetwork.Images, new float[TinyNetwork.Batch * TinyBasic.EmbeddingLength])
        );
        Assert.Throws<ObjectDisposedException>(() =>
            model.FeatureMap(TinyNetwork.Images, TinyBasic.Network.FeatureMaps[2], new float[TinyNetwork.Batch * 480])
        );
        Assert.Throws<ObjectDisposedException>(() =>
            model.Profile(
                TinyNetwork.Images,
                new float[TinyNetwork.Logits.Length],
                new TimeSpan[TinyBasic.Network.Layers.Count]
            )
        );
        ObjectDisposedException exception = Assert.Throws<ObjectDisposedException>(() => model.Fork());
        Assert.Equal("ResNetGen.Runtime.Tests.Execution.TinyBasic", exception.ObjectName);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task ARunningModelRefusesAnotherRun(int threads)
    {
        using Engine engine = LoadPausing(threads);
        Task<float[]> run = StartRun(engine);

        float[] logits = new float[TinyNetwork.Logits.Length];
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() =>
            engine.Forward(new float[TinyBasic.InputLength], logits[..5])
        );
        Assert.Equal(
            "ResNetGen.Runtime.Tests.Execution.TinyBasic is running already, on another thread. Give each thread its own: model.Fork().",
            exception.Message
        );
        Assert.Throws<InvalidOperationException>(() =>
            engine.Embed(new float[TinyBasic.InputLength], new float[TinyBasic.EmbeddingLength])
        );
        Assert.Throws<InvalidOperationException>(() =>
            engine.FeatureMap(new float[TinyBasic.InputLength], TinyBasic.Network.FeatureMaps[2], new float[480])
        );
        _goOn.Set();

        Assert.Equal(TinyNetwork.Logits, await run);
        Assert.Equal(TinyNetwork.Logits, engine.Forward());
    }

    [Fact]
    public void OneModelUnderManyThreadsGivesRightResultsOrNone()
    {
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, threads: 2);
        Threads.RunAll(
            6,
            _ =>
            {
                for (int i = 0; i < 50; i++)
                {
                    float[] logits = new float[TinyNetwork.Logits.Length];
                    try
                    {
                        model.Forward(TinyNetwork.Images, logits);
                    }
                    catch (InvalidOperationException)
                    {
                        Assert.All(logits, value => Assert.Equal(0, value));
                        continue;
                    }

                    Assert.Equal(TinyNetwork.Logits, logits);
                }
            }
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task DisposeDuringARunLetsItEnd(int threads)
    {
        Engine engine = LoadPausing(threads);
        Task<float[]> run = StartRun(engine);

        engine.Dispose();
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => engine.Forward());
        Assert.Throws<ObjectDisposedException>(engine.Fork);
        _goOn.Set();

        Assert.Equal(TinyNetwork.Logits, await run);
        Assert.Throws<ObjectDisposedException>(() => engine.Forward());
        CheckWorkersEnded(threads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void DisposeEndsTheThreads(int threads)
    {
        _goOn.Set();
        using (Engine engine = LoadPausing(threads))
        {
            Assert.Equal(TinyNetwork.Logits, engine.Forward());
            Assert.All(_threads.Keys, thread => Assert.True(thread.IsAlive));
        }

        CheckWorkersEnded(threads);
    }

    [Fact]
    public void ManyThreadsMayDisposeAtOnce()
    {
        for (int round = 0; round < 20; round++)
        {
            Engine engine = TinyNetwork.Load(TinyNetwork.Walk, threads: 2);
            Threads.RunAll(
                4,
                index =>
                {
                    if (index == 0)
                    {
                        try
                        {
                            Assert.Equal(TinyNetwork.Logits, engine.Forward());
                        }
                        catch (ObjectDisposedException)
                        {
                            // Too late.
                        }
                    }

                    engine.Dispose();
                }
            );
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(4, -1)]
    public void AWorkersExceptionReachesTheCaller(int threads, int failing)
    {
        InvalidDataException thrown = new("A worker failed.");
        bool fails = false;
        using (
            Engine engine = TinyNetwork.Load(
                (in Worker w) =>
                {
                    _threads[Thread.CurrentThread] = true;

                    // Behind a barrier, and before one that the others wait at.
                    w.Sync();
                    if (Volatile.Read(ref fails) && (failing < 0 || failing == w.Index))
                    {
                        throw thrown;
                    }

                    TinyNetwork.Walk(w);
                },
                threads
            )
        )
        {
            for (int round = 0; round < 3; round++)
            {
                Volatile.Write(ref fails, true);
                Assert.Same(thrown, Assert.Throws<InvalidDataException>(() => engine.Forward()));
                Volatile.Write(ref fails, false);
                Assert.Equal(TinyNetwork.Logits, engine.Forward());
            }
        }

        CheckWorkersEnded(threads);
    }

    // Three images and three threads: each has its own, and there is no barrier.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AWorkerWithAnImageOfItsOwnMayFailAlone(bool callerFails)
    {
        InvalidDataException thrown = new("A worker failed.");
        bool fails = false;
        Thread caller = Thread.CurrentThread;
        using (
            Engine engine = TinyNetwork.Load(
                (in Worker w) =>
                {
                    _threads[Thread.CurrentThread] = true;
                    Assert.Equal((1, 1), (w.Count, w.ImageCount));
                    if (Volatile.Read(ref fails) && callerFails == (Thread.CurrentThread == caller))
                    {
                        throw thrown;
                    }

                    TinyNetwork.Walk(w);
                },
                threads: TinyNetwork.Batch
            )
        )
        {
            for (int round = 0; round < 3; round++)
            {
                Volatile.Write(ref fails, true);
                Assert.Same(thrown, Assert.Throws<InvalidDataException>(() => engine.Forward()));
                Volatile.Write(ref fails, false);
                Assert.Equal(TinyNetwork.Logits, engine.Forward());
            }
        }

        CheckWorkersEnded(TinyNetwork.Batch);
    }

    private Engine LoadPausing(int threads) =>
        TinyNetwork.Load(
            (in Worker w) =>
            {
                _threads[Thread.CurrentThread] = true;
                _running.Set();
                _goOn.Wait();
                TinyNetwork.Walk(w);
            },
            threads
        );

    private Task<float[]> StartRun(Engine engine)
    {
        Task<float[]> run = Task.Factory.StartNew(engine.Forward, TaskCreationOptions.LongRunning);
        _running.Wait();
        return run;
    }

    // The caller is one of them, and goes on.
    private void CheckWorkersEnded(int threads)
    {
        Thread[] workers =
        [
            .. _threads.Keys.Where(thread =>
                thread.Name is { } name && name.StartsWith("ResNetGen worker", StringComparison.Ordinal)
            ),
        ];
        Assert.Equal(threads - 1, workers.Length);
        Assert.All(workers, thread => Assert.False(thread.IsAlive));
    }
}
