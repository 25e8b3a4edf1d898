using System.Buffers;
using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class MappedBytesTests
{
    private const int Length = (1 << 20) + 100;

    [FactNeeding(Needs.Linux, "it tells which pages of a mapping a process holds")]
    public unsafe void BytesThatAreLetGoAreNotHeldAndCanBeReadAgain()
    {
        byte[] content = new byte[Length];
        new Random(1).NextBytes(content);
        using TemporaryFile file = new(content);
        using MappedBytes mapped = MappedBytes.Open(file.Path);
        using MemoryHandle pin = mapped.Pin();
        ReadOnlySpan<byte> bytes = new(pin.Pointer, Length);

        Assert.Equal(content, bytes);
        Assert.InRange(file.HeldBytes, Length, Length + 4096);

        // What is not whole pages goes too, and the last page.
        mapped.LetGo(1000, 100_000);
        Assert.InRange(file.HeldBytes, Length - (2 << 16), Length - 100_000);
        mapped.LetGo(0, Length);
        Assert.Equal(0, file.HeldBytes);
        Assert.Equal(content, bytes);
    }
}
