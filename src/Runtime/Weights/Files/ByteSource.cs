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

    /// <summary>
    /// These bytes are not needed any more, or not soon: what holds them in the memory of this process may let them go.
    /// They can still be read.
    /// </summary>
    public virtual void LetGo(long position, long length) { }

    public abstract void Dispose();
}
