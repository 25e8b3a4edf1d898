using System.Buffers;

namespace ResNetGen.Weights;

/// <summary>Bytes that stay where they are until this is disposed; or finalized, as long as it has no owner.</summary>
internal sealed unsafe class PinnedBytes : IDisposable
{
    private readonly ByteSource _source;
    private MemoryHandle _pin;

    /// <summary>Takes the source over, also when this throws.</summary>
    public PinnedBytes(ByteSource source)
    {
        _source = source;
        Length = source.Length;
        StayPut = source.StaysPut;
        try
        {
            _pin = source.Pin();
        }
        catch
        {
            source.Dispose();
            GC.SuppressFinalize(this);
            throw;
        }
    }

    ~PinnedBytes() => _pin.Dispose();

    public long Length { get; }

    /// <summary>Whether the bytes may be used for as long as this lives.</summary>
    public bool StayPut { get; }

    /// <summary>The first byte.</summary>
    public byte* Pointer => (byte*)_pin.Pointer;

    /// <inheritdoc cref="ByteSource.LetGo"/>
    public void LetGo(long position, long length) => _source.LetGo(position, length);

    /// <summary>
    /// From now on the finalizer of an owner disposes this: its own must not come first.
    /// </summary>
    public void LeaveToOwner() => GC.SuppressFinalize(this);

    public void Dispose()
    {
        _pin.Dispose();
        _source.Dispose();
        GC.SuppressFinalize(this);
    }
}
