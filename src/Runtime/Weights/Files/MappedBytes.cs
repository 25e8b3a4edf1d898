using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>A file mapped into memory: pages are read from the disk as they are touched.</summary>
internal sealed unsafe class MappedBytes : ByteSource, IPinnable
{
    private const long Window = 1 << 16;

    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;

    private MappedBytes(MemoryMappedFile mapping, MemoryMappedViewAccessor view, long length)
    {
        _mapping = mapping;
        _view = view;
        Length = length;
    }

    public override long Length { get; }

    public override bool StaysPut => true;

    /// <summary>Maps a file. Nothing stays open when it throws.</summary>
    /// <exception cref="WeightFileException">There is no such file, it cannot be read, or it is empty.</exception>
    public static MappedBytes Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        SafeFileHandle? handle = null;
        try
        {
            if (SpecialFile.Is(path))
            {
                throw new NotSupportedException(); // To open it might take for ever.
            }

            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            long length = RandomAccess.GetLength(handle);
            if (length == 0)
            {
                throw UnreadableFile.Empty(path);
            }

            return Map(handle, length);
        }
        catch (Exception exception)
        {
            handle?.Dispose();
            throw exception as WeightFileException ?? UnreadableFile.Describe(path, exception);
        }
    }

    /// <summary>
    /// Maps the file of <paramref name="length"/> bytes, at least 1, and takes the handle over unless it throws.
    /// </summary>
    public static MappedBytes Map(SafeFileHandle handle, long length)
    {
        MemoryMappedFile? mapping = null;
        try
        {
            mapping = MemoryMappedFile.CreateFromFile(
                handle,
                mapName: null,
                length,
                MemoryMappedFileAccess.Read,
                HandleInheritability.None,
                leaveOpen: false
            );
            return new(mapping, mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            mapping?.Dispose();
            throw;
        }
    }

    public override MemoryHandle Pin() => Pin(0);

    // To whole windows: the system maps what is round a page that is touched too, at most 64 KiB that start at a
    // multiple of that. A neighbour's pages that go with them come back when they are touched.
    public override void LetGo(long position, long length)
    {
        long start = position / Window * Window;
        long end = Math.Min(Length, (position + length + Window - 1) / Window * Window);
        using MemoryHandle pin = Pin();
        MemoryAdvice.LetGo((byte*)pin.Pointer + start, (nuint)(end - start));
    }

    public MemoryHandle Pin(int elementIndex)
    {
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        return new(pointer + _view.PointerOffset + elementIndex, pinnable: this);
    }

    public void Unpin() => _view.SafeMemoryMappedViewHandle.ReleasePointer();

    public override void Dispose()
    {
        _view.Dispose();
        _mapping.Dispose();
    }
}
