using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace ResNetGen.Cli.Output;

/// <summary>Standard output when it is no screen.</summary>
internal static class StandardOutput
{
    private const int FileDescriptor = 1;

    /// <summary>
    /// The stream. Console's own drops without a word what is written to a pipe whose reader has ended: <c>resnetgen
    /// ... | head -1</c> would work on for nobody. A pipe stream throws.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            return new AnonymousPipeClientStream(
                PipeDirection.Out,
                new SafePipeHandle(FileDescriptor, ownsHandle: false)
            );
        }
        catch (Exception noPipe) when (noPipe is IOException or ArgumentException)
        {
            return Console.OpenStandardOutput();
        }
    }
}
