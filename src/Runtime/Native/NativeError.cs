using System.Runtime.InteropServices;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Runtime;

/// <summary>What the last failed call of each thread is told.</summary>
internal static class NativeError
{
    private static readonly byte[] None = Pinned("");

    // At hand for when there is no memory for another text.
    private static readonly byte[] NoMemory = Pinned("Memory is exhausted.");

    [ThreadStatic]
    private static byte[]? _text;

    /// <summary>The text, which ends in a zero byte and does not move.</summary>
    public static nint Text => AddressOf(_text ?? None);

    /// <summary>Keeps the text of what went wrong, and gives the code. Throws nothing.</summary>
    /// <param name="exception">What was thrown.</param>
    public static int Report(Exception exception)
    {
        NativeStatus status = StatusOf(exception);
        try
        {
            _text =
                status == NativeStatus.InternalError
                    ? Pinned($"{exception.GetType().Name}: {exception.Message}")
                    : Pinned(exception.Message);
        }
        catch (OutOfMemoryException)
        {
            _text = NoMemory;
        }

        return (int)status;
    }

    /// <summary>Text as C reads it, in memory that does not move.</summary>
    /// <param name="text">The text.</param>
    public static byte[] Pinned(string text)
    {
        byte[] bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetMaxByteCount(text.Length) + 1, pinned: true);
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>
    /// Where text begins that <see cref="Pinned"/> made; valid for as long as something holds the array.
    /// </summary>
    /// <param name="text">The array.</param>
    public static nint AddressOf(byte[] text) => Marshal.UnsafeAddrOfPinnedArrayElement(text, 0);

    private static NativeStatus StatusOf(Exception exception) =>
        exception switch
        {
            NativeException native => native.Status,
            WeightFileException { InnerException: OutOfMemoryException } => NativeStatus.OutOfMemory,
            WeightFileException
            {
                InnerException: IOException or UnauthorizedAccessException or NotSupportedException
            } => NativeStatus.CannotRead,
            WeightException => NativeStatus.InvalidWeights,
            OutOfMemoryException => NativeStatus.OutOfMemory,
            ArgumentException => NativeStatus.InvalidArgument,
            _ => NativeStatus.InternalError,
        };
}
