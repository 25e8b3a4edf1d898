namespace ResNetGen.Weights;

/// <summary>The bytes of a stream: in place where the stream is memory already, else a copy.</summary>
internal static class StreamBytes
{
    /// <summary>Takes the stream over, also when it throws.</summary>
    /// <exception cref="WeightFileException">The stream cannot be read.</exception>
    public static ByteSource Open(string name, Stream stream)
    {
        try
        {
            return Read(name, stream);
        }
        catch (Exception exception)
            when (exception is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            stream.Dispose();
            throw new WeightFileException(
                name,
                $"the stream cannot be read: {exception.Message.TrimEnd('.')}",
                inner: exception
            );
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static ByteSource Read(string name, Stream stream)
    {
        if (stream is UnmanagedMemoryStream unmanaged)
        {
            return InPlace(unmanaged);
        }

        if (stream is MemoryStream memory && memory.TryGetBuffer(out ArraySegment<byte> buffer))
        {
            return new MemoryBytes(buffer.AsMemory()[(int)Math.Min(memory.Position, buffer.Count)..], memory);
        }

        long length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        if (length > Array.MaxLength)
        {
            throw new WeightFileException(
                name,
                $"the stream has {length} bytes, and {Array.MaxLength} are the most",
                "Load a larger file by its path."
            );
        }

        MemoryStream copy = new((int)length);
        stream.CopyTo(copy);
        stream.Dispose();
        return new MemoryBytes(copy.GetBuffer().AsMemory(0, (int)copy.Length));
    }

    private static unsafe ByteSource InPlace(UnmanagedMemoryStream stream)
    {
        long length = stream.Length - stream.Position;
        // At its end a stream refuses to give a pointer.
        return length > 0
            ? new UnmanagedBytes(stream.PositionPointer, length, stream)
            : new MemoryBytes(default, stream);
    }
}
