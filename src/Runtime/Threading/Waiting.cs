namespace ResNetGen.Runtime;

/// <summary>Waiting for other threads.</summary>
internal static class Waiting
{
    /// <summary>
    /// Waits to the end: an interrupt of the caller must not end a wait while workers still use what the caller would
    /// free. It is passed on when they are done.
    /// </summary>
    public static void Uninterrupted(Action wait)
    {
        bool interrupted = false;
        while (true)
        {
            try
            {
                wait();
                break;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }
}
