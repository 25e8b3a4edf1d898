using System.Buffers;
using System.Runtime.InteropServices;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>A copy of bytes in native memory, so many bytes behind a page; it knows whether it is in use.</summary>
internal sealed unsafe class NativeBytes : MemoryManager<byte>
{
    private const int Page = 4096;

    private readonly byte* _memory;
    private readonly byte* _start;
    private readonly int _length;

    public NativeBytes(ReadOnlySpan<byte> bytes, int shift = 0)
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(bytes.Length + shift), Page);
        _start = _memory + shift;
        _length = bytes.Length;
        bytes.CopyTo(GetSpan());
    }

    public int Pins { get; private set; }

    public bool IsDisposed { get; private set; }

    public byte* Start => _start;

    /// <summary>Whether an address is among the bytes.</summary>
    public bool Contains(void* address) => address >= _start && address < _start + _length;

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        Pins++;
        return new MemoryHandle(_start + elementIndex, pinnable: this);
    }

    public override void Unpin() => Pins--;

    protected override void Dispose(bool disposing)
    {
        Assert.False(IsDisposed);
        IsDisposed = true;
        NativeMemory.AlignedFree(_memory);
    }
}
