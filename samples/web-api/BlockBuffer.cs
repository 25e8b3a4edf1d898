using System.Buffers;

namespace Samples.WebApi;

/// <summary>
/// Bytes in blocks of one size. It grows without a copy, and its blocks are used again: an array that grows leaves its
/// smaller ones to the garbage collector, which takes large ones late. Not for two threads at once.
/// </summary>
/// <param name="unused">Blocks that others have left, and this one leaves.</param>
internal sealed class BlockBuffer(Stack<byte[]> unused)
{
    private const int BlockBytes = 4096;

    private readonly List<byte[]> _blocks = [];

    public int Length { get; private set; }

    public void Append(ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> segment in bytes)
        {
            ReadOnlySpan<byte> rest = segment.Span;
            while (rest.Length > 0)
            {
                int start = Length % BlockBytes;
                if (start == 0)
                {
                    _blocks.Add(
                        unused.TryPop(out byte[]? block) ? block : GC.AllocateUninitializedArray<byte>(BlockBytes)
                    );
                }

                int count = Math.Min(rest.Length, BlockBytes - start);
                rest[..count].CopyTo(_blocks[^1].AsSpan(start));
                Length += count;
                rest = rest[count..];
            }
        }
    }

    /// <param name="target">No shorter than <see cref="Length"/>.</param>
    public void CopyTo(Span<byte> target)
    {
        for (int start = 0; start < Length; start += BlockBytes)
        {
            _blocks[start / BlockBytes].AsSpan(0, Math.Min(BlockBytes, Length - start)).CopyTo(target[start..]);
        }
    }

    /// <summary>Leaves all blocks.</summary>
    public void Clear()
    {
        _blocks.ForEach(unused.Push);
        _blocks.Clear();
        Length = 0;
    }
}
