using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>
/// The compressed pixels of a PNG: the contents of its IDAT chunks, one behind the other, from the bytes of the file.
/// It ends where a chunk of another type begins or the file ends; a last chunk that is cut short gives what there is of
/// it.
/// </summary>
/// <param name="file">The file. It stays where it is as long as the stream is read.</param>
/// <param name="length">Bytes of the file.</param>
/// <param name="position">Where the first IDAT chunk begins.</param>
/// <param name="cancellation">Ends the search for a chunk with bytes: there may be millions without.</param>
internal sealed unsafe class PngDataStream(byte* file, int length, int position, CancellationToken cancellation)
    : Stream
{
    /// <summary>Pillow's <c>ImageFile.MAXBLOCK</c>: so much of a chunk it inflates at a time.</summary>
    private const int BlockLength = 1 << 16;

    // As if the chunk before had just ended, and its checksum were next.
    private long _position = position - PngChunks.ChecksumLength;
    private long _chunkEnd = position - PngChunks.ChecksumLength;
    private long _blockEnd = position - PngChunks.ChecksumLength;
    private bool _isLastBlock;

    /// <summary>
    /// Blocks that were begun. What Pillow says of damage at the end of the pixels depends on where its blocks end:
    /// those of a chunk are 65,536 bytes long but for the last one, and no block goes beyond a chunk.
    /// </summary>
    public long Blocks { get; private set; }

    /// <summary>Calls that gave bytes.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether more was asked for than there is.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Whether the file itself ends where the stream does.</summary>
    public bool EndsWithFile { get; private set; }

    /// <summary>Where the present chunk ends, which may be beyond the file.</summary>
    public long ChunkEnd => _chunkEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on the stream gives single bytes, and ends with the present block.</summary>
    public void EndWithBlock() => _isLastBlock = true;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_position == _blockEnd && !MoveToNextBlock()))
        {
            return 0;
        }

        int count = (int)Math.Min(_isLastBlock ? 1 : buffer.Length, _blockEnd - _position);
        new ReadOnlySpan<byte>(file + _position, count).CopyTo(buffer);
        _position += count;
        Reads++;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool MoveToNextBlock()
    {
        if (_isLastBlock)
        {
            return End(withFile: false);
        }

        while (_position == _chunkEnd)
        {
            cancellation.ThrowIfCancellationRequested();
            long head = _chunkEnd + PngChunks.ChecksumLength;
            if (head > length - PngChunks.HeadLength)
            {
                return End(withFile: true);
            }

            ReadOnlySpan<byte> chunk = new(file + head, PngChunks.HeadLength);
            if (!chunk[4..].SequenceEqual("IDAT"u8))
            {
                return End(withFile: false);
            }

            _position = head + PngChunks.HeadLength;
            _chunkEnd = _position + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        _blockEnd = Math.Min(Math.Min(_position + BlockLength, _chunkEnd), length);
        if (_blockEnd == _position)
        {
            return End(withFile: true);
        }

        Blocks++;
        return true;
    }

    private bool End(bool withFile)
    {
        IsExhausted = true;
        EndsWithFile = withFile;
        return false;
    }
}
