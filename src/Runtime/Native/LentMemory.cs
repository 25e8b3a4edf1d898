using System.Buffers;

namespace ResNetGen.Runtime;

/// <summary>
/// A caller's memory during one call: what is loaded from it is copied, as it is the caller's again afterwards.
/// </summary>
internal sealed unsafe class LentMemory(byte* start, int length) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(start, length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin() { }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) { }
}
