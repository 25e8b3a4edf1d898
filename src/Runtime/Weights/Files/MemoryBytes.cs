using System.Buffers;
using System.Runtime.InteropServices;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>Memory of the caller's, read where it is.</summary>
/// <param name="memory">The memory.</param>
/// <param name="owner">What goes with it.</param>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> memory, IDisposable? owner = null) : ByteSource
{
    private ReadOnlyMemory<byte>? _memory = memory;

    public override long Length { get; } = memory.Length;

    /// <summary>
    /// An array is its owner's to use again, and so is what is lent for a call; other memory is a
    /// <see cref="MemoryManager{T}"/>'s, who answers for its life.
    /// </summary>
    public override bool StaysPut { get; } =
        !MemoryMarshal.TryGetArray(memory, out _)
        && !MemoryMarshal.TryGetMemoryManager<byte, LentMemory>(memory, out _);

    public override MemoryHandle Pin()
    {
        ReadOnlyMemory<byte>? memory = _memory;
        ObjectDisposedException.ThrowIf(memory is null, typeof(SafetensorsFile));
        return memory.Value.Pin();
    }

    public override void Dispose()
    {
        _memory = null;
        owner?.Dispose();
    }
}
