using System.Collections.Concurrent;

namespace ResNetGen.Runtime.Tests.Execution;

internal static class Threads
{
    /// <summary>Runs an action on threads of its own, all let go at once; the first exception fails the test.</summary>
    public static void RunAll(int count, Action<int> action)
    {
        ConcurrentQueue<Exception> failures = [];
        using System.Threading.Barrier start = new(count);
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, count)
                .Select(index => new Thread(() =>
                {
                    try
                    {
                        start.SignalAndWait();
                        action(index);
                    }
                    catch (Exception exception)
                    {
                        failures.Enqueue(exception);
                    }
                })),
        ];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Empty(failures);
    }
}
