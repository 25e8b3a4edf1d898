using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>
/// Memory that never moves, read where it is: a resource in a loaded assembly, a constant, a native block.
/// </summary>
internal sealed unsafe class UnmanagedBytes(byte* start, long length, IDisposable? owner = null) : ByteSource
{
    private bool _disposed;

    public override long Length { get; } = length;

    public override bool StaysPut => true;

    public override MemoryHandle Pin()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SafetensorsFile));
        return new MemoryHandle(start);
    }

    public override void Dispose()
    {
        _disposed = true;
        owner?.Dispose();
    }
}
