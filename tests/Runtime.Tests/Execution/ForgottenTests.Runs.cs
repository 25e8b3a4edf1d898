using System.Runtime.CompilerServices;
using ResNetGen.Runtime.Tests.Weights;

namespace ResNetGen.Runtime.Tests.Execution;

// What is forgotten while it runs.
public sealed partial class ForgottenTests
{
    [Fact]
    public void AModelWhoseRunFailedEnds()
    {
        Forget(
            () =>
                Assert.Throws<InvalidDataException>(() =>
                    TinyNetwork
                        .Load(
                            (in Worker w) =>
                            {
                                Walk(w);
                                throw new InvalidDataException();
                            },
                            threads: 2
                        )
                        .Forward()
                ),
            Forks
        );

        CheckAllIsFree();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AForkThatRunsIsNotHarmed(int threads)
    {
        using NativeBytes bytes = new(Packed);
        bool collects = false;
        Engine fork = Fork();
        collects = true;
        Assert.Equal(TinyNetwork.Logits, fork.Forward());
        Assert.Equal(1, bytes.Pins);
        fork.Dispose();
        Assert.Equal(0, bytes.Pins);
        CheckAllIsFree();

        [MethodImpl(MethodImplOptions.NoInlining)]
        Engine Fork() =>
            Engine
                .Load(
                    TinyBasic.Network,
                    (in Worker w) =>
                    {
                        if (collects && w.Index == 0)
                        {
                            Collect();
                        }

                        Walk(w);
                    },
                    bytes.Memory,
                    threads
                )
                .Fork();
    }

    // The caller has nothing but the call itself.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnEngineIsNotFinalizedUnderItsOwnRun(int threads)
    {
        Forget(
            () =>
                Assert.Equal(
                    TinyNetwork.Logits,
                    TinyNetwork
                        .Load(
                            (in Worker w) =>
                            {
                                Collect();
                                Walk(w);
                                Collect();
                            },
                            threads
                        )
                        .Forward()
                ),
            times: 5
        );

        CheckAllIsFree();
    }

    // Finalizers have no order. One that is made earlier comes first in practice: then the engine is finalized while it
    // runs.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ARunThatAFinalizerStartsEndsBeforeItsMemoryGoes(int threads)
    {
        using NativeBytes bytes = new(Packed);
        using ManualResetEventSlim isRunning = new();
        using ManualResetEventSlim mayGoOn = new();
        float[]? logits = null;
        Thread? runner = null;
        Forget(Make, times: 1);

        Assert.True(Collected(() => isRunning.IsSet));
        Collect();
        Collect();
        mayGoOn.Set();
        runner!.Join();
        Assert.Equal(logits is null ? [] : TinyNetwork.Logits, logits ?? []);
        Assert.True(Collected(() => bytes.Pins == 0));
        CheckAllIsFree();

        void Make()
        {
            Lease lease = new();
            Engine engine = Engine.Load(TinyBasic.Network, BlockedWalk, bytes.Memory, threads);
            lease.GiveBack = () =>
            {
                runner = new Thread(() => Run(engine));
                runner.Start();
                isRunning.Wait();
            };
        }

        void BlockedWalk(in Worker w)
        {
            isRunning.Set();
            mayGoOn.Wait();
            Walk(w);
        }

        void Run(Engine engine)
        {
            try
            {
                logits = engine.Forward();
            }
            catch (ObjectDisposedException)
            {
                isRunning.Set(); // The engine was finalized first.
            }
        }
    }

    [Fact]
    public void ManyThreadsForkRunDisposeAndForget()
    {
        const int Callers = 4;
        const int Rounds = 60;
        for (int round = 0; round < 5; round++)
        {
            RunAll(round);
        }

        CheckAllIsFree();

        [MethodImpl(MethodImplOptions.NoInlining)]
        void RunAll(int round)
        {
            Engine original = TinyNetwork.Load(Walk, threads: 2);
            Threads.RunAll(
                Callers,
                index =>
                {
                    Random random = new((round * Callers) + index);
                    Engine mine = original.Fork();
                    for (int i = 0; i < Rounds; i++)
                    {
                        Engine other = mine.Fork(random.Next(1, 4), VectorWidths.Widest);
                        Assert.Equal(TinyNetwork.Logits, other.Forward());
                        switch (random.Next(6))
                        {
                            case 0:
                                other.Dispose();
                                break;
                            case 1:
                                mine.Dispose();
                                mine = other;
                                break;
                            case 2:
                                mine = other;
                                break;
                            case 3 when i % 10 == 0:
                                Collect();
                                break;
                        }

                        Assert.Equal(TinyNetwork.Logits, mine.Forward());
                    }
                }
            );
            if (round % 2 == 0)
            {
                original.Dispose();
            }
        }
    }

    private void Walk(in Worker w)
    {
        if (Thread.CurrentThread.Name?.StartsWith("ResNetGen worker", StringComparison.Ordinal) == true)
        {
            _workers[Thread.CurrentThread] = true;
        }

        TinyNetwork.Walk(w);
    }
}
