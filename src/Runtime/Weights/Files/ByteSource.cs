using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>The bytes of a whole weight file, wherever they are.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>
    /// Whether the bytes may be used for as long as a handle is held; else they are the caller's, who may change them
    /// once a call returns.
    /// </summary>
    public abstract bool StaysPut { get; }

    /// <summary>
    /// The first byte, valid until the handle is disposed, also when the source is disposed meanwhile.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The source was disposed before.</exception>
    public abstract MemoryHandle Pin();

    public abstract void Dispose();
}
