using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>The bytes of a whole safetensors file, wherever they are.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>The first byte, valid until the handle is disposed, also when the source is disposed meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The source was disposed before.</exception>
    public abstract MemoryHandle Pin();

    public abstract void Dispose();
}
