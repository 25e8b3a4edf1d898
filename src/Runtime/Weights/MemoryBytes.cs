using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>Memory of the caller's, read where it is.</summary>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> memory) : ByteSource
{
    private ReadOnlyMemory<byte>? _memory = memory;

    public override long Length { get; } = memory.Length;

    public override MemoryHandle Pin()
    {
        var memory = _memory;
        ObjectDisposedException.ThrowIf(memory is null, typeof(SafetensorsFile));
        return memory.Value.Pin();
    }

    public override void Dispose() => _memory = null;
}
