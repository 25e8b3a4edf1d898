namespace ResNetGen.Runtime;

/// <summary>Threads for a single piece of work. What runs again and again has a <see cref="WorkerPool"/>.</summary>
internal static class Together
{
    /// <summary>
    /// Calls a function on the caller's thread and on others, and returns when all have: on fewer, where the system has
    /// no more threads.
    /// </summary>
    /// <param name="threads">How many, the caller's included.</param>
    /// <param name="work">What each does. It does not throw.</param>
    public static void Run(int threads, Action work) => Run(threads, work, static thread => thread.UnsafeStart());

    /// <summary>Starts the threads as a platform does.</summary>
    internal static void Run(int threads, Action work, Action<Thread> start)
    {
        List<Thread> others = [];
        try
        {
            while (others.Count + 1 < threads)
            {
                Thread thread = new(() => work()) { IsBackground = true, Name = "ResNetGen loading" };
                start(thread);
                others.Add(thread);
            }
        }
        catch (Exception exception) when (exception is PlatformNotSupportedException or OutOfMemoryException)
        {
            // What there is does it.
        }

        work();
        foreach (Thread thread in others)
        {
            Waiting.Uninterrupted(thread.Join);
        }
    }
}
