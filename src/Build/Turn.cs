namespace ResNetGen.Build;

/// <summary>One build at a time packs into a folder: another one would take its unfinished files for old ones.</summary>
internal static class Turn
{
    // EAGAIN of Linux and of macOS, and the sharing and the lock violation of Windows.
    private static readonly int[] Held = [11, 35, 32, 33];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the others.</summary>
    /// <param name="path">A file that is held open meanwhile.</param>
    /// <returns>Ends the turn; <see langword="null"/> if there can be no such file, and nobody to wait for.</returns>
    public static IDisposable? Take(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (Held.Contains(held.HResult & 0xFFFF))
            {
                Thread.Sleep(Pause);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
