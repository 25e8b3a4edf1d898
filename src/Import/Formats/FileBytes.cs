using System.Buffers;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>The bytes of a file while they are pinned. No slice reaches beyond them.</summary>
internal readonly unsafe ref struct FileBytes(string file, ByteSource source, in MemoryHandle pin)
{
    /// <summary>The path, for messages.</summary>
    public string File { get; } = file;

    public ByteSource Source { get; } = source;

    /// <summary>The first byte.</summary>
    public byte* Start { get; } = (byte*)pin.Pointer;

    public long Length => Source.Length;

    /// <summary>So many bytes from an offset.</summary>
    /// <param name="offset">From the start of the file.</param>
    /// <param name="count">How many.</param>
    /// <param name="what">What they are, for the message: "the end of the archive".</param>
    /// <exception cref="WeightFileException">The file has not so many.</exception>
    public ReadOnlySpan<byte> Slice(long offset, long count, string what)
    {
        if (offset < 0 || count < 0 || offset > Length || count > Length - offset || count > Array.MaxLength)
        {
            throw new WeightFileException(
                File,
                $"{what} needs {count} bytes from byte {offset} on, and the file has {Length} bytes",
                SafetensorsHeader.CutShort
            );
        }

        return new(Start + offset, (int)count);
    }
}
