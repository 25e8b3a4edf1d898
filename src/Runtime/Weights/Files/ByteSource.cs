using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>The bytes of a whole weight file, wherever they are.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>
    /// Whether the bytes stay as they are while a handle is held. If not, the caller may change them when a call
    /// returns.
    /// </summary>
    public abstract bool StaysPut { get; }

    /// <summary>
    /// The first byte. It stays valid until the handle is disposed, even if the source is disposed before.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The source was disposed before.</exception>
    public abstract MemoryHandle Pin();

    public abstract void Dispose();
}
