using System.Net.Sockets;

namespace ResNetGen.Cli.Output;

/// <summary>The error of writing to a program that has ended.</summary>
internal static class ClosedPipe
{
    private const int UnixBrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    // A pipe may be a pair of sockets.
    public static bool Is(IOException exception) =>
        exception.HResult is UnixBrokenPipe or WindowsBrokenPipe or WindowsNoData
        || exception.InnerException
            is SocketException { SocketErrorCode: SocketError.Shutdown or SocketError.ConnectionReset };
}
