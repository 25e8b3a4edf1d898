namespace ResNetGen.Runtime.Tests.Threading;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void APlatformWithoutThreadsIsNamed(int workers)
    {
        PlatformNotSupportedException exception = Assert.Throws<PlatformNotSupportedException>(() =>
            new WorkerPool(workers, _ => throw new PlatformNotSupportedException("Thread_StartUnsupported"))
        );

        Assert.Equal(
            $"{workers} threads of one run were asked for, and this platform has the caller's alone, as WebAssembly does: load with threads: 1.",
            exception.Message
        );
    }

    [Fact]
    public void OneWorkerNeedsNoThread()
    {
        using WorkerPool pool = new(
            workers: 1,
            _ => throw new PlatformNotSupportedException("Thread_StartUnsupported")
        );
        int ran = 0;
        pool.Run(index => ran += index + 1);
        Assert.Equal(1, ran);
    }

    [Fact]
    public void ThreadsThatRunEndWhenOneCannotBeStarted()
    {
        List<Thread> started = [];
        Assert.Throws<OutOfMemoryException>(() =>
            new WorkerPool(
                workers: 4,
                thread =>
                {
                    if (started.Count == 2)
                    {
                        throw new OutOfMemoryException();
                    }

                    thread.Start();
                    started.Add(thread);
                }
            )
        );

        Assert.Equal(2, started.Count);
        Assert.All(started, thread => Assert.False(thread.IsAlive));
    }

    // What hangs on the context of whoever loads a model is not the model's to keep.
    [Fact]
    public void ThreadsKeepNoContextOfTheirMaker()
    {
        AsyncLocal<string> local = new() { Value = "the maker's" };
        using WorkerPool pool = new(workers: 2);
        string[] found = new string[2];
        pool.Run(index => found[index] = local.Value ?? "none");
        Assert.Equal(["the maker's", "none"], found);
    }
}
