namespace ResNetGen.Runtime.Tests.Threading;

public sealed class TogetherTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void AllCallAndAreWaitedFor(int threads)
    {
        int calls = 0;
        using System.Threading.Barrier all = new(threads);
        Together.Run(
            threads,
            () =>
            {
                Assert.True(all.SignalAndWait(TimeSpan.FromMinutes(1)));
                Interlocked.Increment(ref calls);
            }
        );
        Assert.Equal(threads, calls);
    }

    [Fact]
    public void WhereThereAreNoMoreThreadsFewerCall()
    {
        int calls = 0;
        int started = 0;
        Together.Run(
            5,
            () => Interlocked.Increment(ref calls),
            thread =>
            {
                if (started++ == 2)
                {
                    throw new OutOfMemoryException();
                }

                thread.UnsafeStart();
            }
        );
        Assert.Equal(3, calls);
    }

    [Fact]
    public void APlatformWithoutThreadsHasTheCallers()
    {
        List<Thread> callers = [];
        Together.Run(
            5,
            () => callers.Add(Thread.CurrentThread),
            _ => throw new PlatformNotSupportedException("Thread_StartUnsupported")
        );
        Assert.Equal([Thread.CurrentThread], callers);
    }

    /// <summary>Those who still work use what the caller would free.</summary>
    [Fact]
    public void AnInterruptComesWhenAllAreDone()
    {
        Thread caller = Thread.CurrentThread;
        using ManualResetEventSlim interrupted = new();
        bool done = false;
        Together.Run(
            2,
            () =>
            {
                if (Thread.CurrentThread != caller)
                {
                    Assert.True(interrupted.Wait(TimeSpan.FromMinutes(1)));
                    Volatile.Write(ref done, true);
                }
                else
                {
                    caller.Interrupt();
                    interrupted.Set();
                }
            }
        );
        Assert.True(Volatile.Read(ref done));
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
    }
}
