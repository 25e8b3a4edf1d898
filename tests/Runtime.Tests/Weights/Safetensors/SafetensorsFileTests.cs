using System.Runtime.InteropServices;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void EmptyHeaderIsAFileWithoutTensors()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(SafetensorsWriter.File("{}"));
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Theory]
    [InlineData("  {}")]
    [InlineData("{}   ")]
    [InlineData("\r\n\t { } \n")]
    public void WhiteSpaceAroundTheHeaderIsAccepted(string header)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(SafetensorsWriter.File(header));
        Assert.Empty(file.Tensors);
    }

    [Fact]
    public void TensorsComeInTheOrderOfTheirBytes()
    {
        const string Header = """
            {"late":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},
             "early":{"shape":[1],"data_offsets":[0,4],"dtype":"F32"},
             "last":{"dtype":"U8","shape":[],"data_offsets":[6,7]}}
            """;
        using SafetensorsFile file = SafetensorsFile.FromBytes(SafetensorsWriter.File(Header, new byte[7]));

        Assert.Equal(["early", "late", "last"], file.Tensors.Select(tensor => tensor.Name));
        SafetensorsTensor late = file.Tensors[1];
        Assert.Equal(TensorDataType.U8, late.DataType);
        Assert.Equal([2], late.Shape);
        Assert.Equal(2, late.ByteLength);
        Assert.Equal(8 + Encoding.UTF8.GetByteCount(Header) + 4, late.Position);
        Assert.True(file.TryFind("last", out SafetensorsTensor? last));
        Assert.Equal(1, last.ElementCount);
        Assert.Equal(0, last.Shape.Rank);
        Assert.False(file.TryFind("lost", out _));
    }

    [Fact]
    public void ScalarsAndEmptyTensorsAreRead()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter()
                .Add("nothing", [0, 5])
                .Add("scalar", [], 7.5f)
                .Add("nothing either", [3, 0])
                .ToBytes()
        );

        Assert.Equal([7.5f], ReadSingle(file, "scalar"));
        Assert.Empty(ReadSingle(file, "nothing"));
        Assert.Empty(ReadSingle(file, "nothing either"));
    }

    [Fact]
    public void MetadataIsRead()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Metadata("""{"format":"pt","hits":"9345"}""").ToBytes()
        );
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(2, file.Metadata.Count);
    }

    [Fact]
    public void NullMetadataIsNone()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(new SafetensorsWriter().Metadata("null").ToBytes());
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void UnknownFieldsOfATensorAreIgnored()
    {
        const string Header =
            """{"x":{"dtype":"U8","note":[{"deep":[1.5e3,null]},true],"shape":[1],"data_offsets":[0,1]}}""";
        using SafetensorsFile file = SafetensorsFile.FromBytes(SafetensorsWriter.File(Header, new byte[1]));
        Assert.Single(file.Tensors);
    }

    [Fact]
    public void NamesMayBeAnyText()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Add("", [1], 1).Add("Gewicht \"ü\" 🙂\n", [1], 2).ToBytes()
        );
        Assert.Equal([2f], ReadSingle(file, "Gewicht \"ü\" 🙂\n"));
        Assert.Equal([1f], ReadSingle(file, ""));
    }

    [Theory]
    [InlineData("BOOL", 8)]
    [InlineData("F4", 4)]
    [InlineData("F6_E2M3", 6)]
    [InlineData("F6_E3M2", 6)]
    [InlineData("U8", 8)]
    [InlineData("I8", 8)]
    [InlineData("F8_E5M2", 8)]
    [InlineData("F8_E4M3", 8)]
    [InlineData("F8_E8M0", 8)]
    [InlineData("F8_E4M3FNUZ", 8)]
    [InlineData("F8_E5M2FNUZ", 8)]
    [InlineData("I16", 16)]
    [InlineData("U16", 16)]
    [InlineData("F16", 16)]
    [InlineData("BF16", 16)]
    [InlineData("I32", 32)]
    [InlineData("U32", 32)]
    [InlineData("F32", 32)]
    [InlineData("C64", 64)]
    [InlineData("F64", 64)]
    [InlineData("I64", 64)]
    [InlineData("U64", 64)]
    public void EveryTypeOfTheFormatIsParsedAndOnlyFloatsAreRead(string name, int bits)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Add("x", name, [4], new byte[bits / 2]).ToBytes()
        );
        SafetensorsTensor tensor = Assert.Single(file.Tensors);
        Assert.Equal(name, TensorDataTypes.Name(tensor.DataType));
        Assert.Equal(bits, TensorDataTypes.Bits(tensor.DataType));

        if (tensor.IsReadable)
        {
            Assert.Equal(new float[4], ReadSingle(file, "x"));
        }
        else
        {
            WeightFileException single = Assert.Throws<WeightFileException>(() =>
                file.ReadSingle(tensor, new float[4])
            );
            WeightFileException @double = Assert.Throws<WeightFileException>(() =>
                file.ReadDouble(tensor, new double[4])
            );
            Assert.Contains(
                $"tensor \"x\" is {name}; weights are read from F32, F16, BF16 or F64",
                single.Message,
                StringComparison.Ordinal
            );
            Assert.Equal("x", @double.Tensor);
        }
    }

    [Fact]
    public void EveryTypeHasARow() =>
        Assert.All(
            Enum.GetValues<TensorDataType>(),
            type =>
            {
                Assert.True(TensorDataTypes.TryParse(TensorDataTypes.Name(type), out TensorDataType parsed));
                Assert.Equal(type, parsed);
            }
        );

    [Fact]
    public void AFileOnDiskIsReadAndReleased()
    {
        using TemporaryFile path = new(
            new SafetensorsWriter { Padding = 3 }
                .Add("x", [3], 1, 2, 3)
                .ToBytes()
        );
        using (SafetensorsFile file = SafetensorsFile.Open(path.Path))
        {
            Assert.Equal(path.Path, file.Name);
            Assert.Equal([1f, 2f, 3f], ReadSingle(file, "x"));
            Assert.Equal(OperatingSystem.IsLinux(), path.IsHeld);
        }

        Assert.False(path.IsHeld);
    }

    [Fact]
    public unsafe void EverySourceReadsTheSame()
    {
        byte[] bytes = new SafetensorsWriter().Add("x", [2], 1, 2).ToBytes();
        byte[] shifted = new byte[bytes.Length + 5];
        bytes.CopyTo(shifted, 5);
        using TemporaryFile path = new(bytes);

        fixed (byte* pointer = bytes)
        {
            using MemoryStream skipped = new(shifted, 0, shifted.Length, false, publiclyVisible: true) { Position = 5 };
            Check(SafetensorsFile.FromPointer(pointer, bytes.Length));
            Check(SafetensorsFile.FromBytes(bytes));
            Check(SafetensorsFile.FromStream(new UnmanagedMemoryStream(pointer, bytes.Length)));
            Check(SafetensorsFile.FromStream(new MemoryStream(bytes)));
            Check(SafetensorsFile.FromStream(skipped));
            Check(SafetensorsFile.FromStream(File.OpenRead(path.Path)));
        }

        static void Check(SafetensorsFile file)
        {
            using (file)
            {
                Assert.Equal([1f, 2f], ReadSingle(file, "x"));
            }
        }
    }

    [Fact]
    public unsafe void ResourcesAndArraysAreNotCopied()
    {
        byte[] bytes = new SafetensorsWriter().Add("x", [2], 1, 2).ToBytes();
        fixed (byte* pointer = bytes)
        {
            using SafetensorsFile array = SafetensorsFile.FromBytes(bytes);
            using SafetensorsFile stream = SafetensorsFile.FromStream(new UnmanagedMemoryStream(pointer, bytes.Length));
            using SafetensorsFile visible = SafetensorsFile.FromStream(
                new MemoryStream(bytes, 0, bytes.Length, false, publiclyVisible: true)
            );
            MemoryMarshal.Write(bytes.AsSpan(bytes.Length - 4), 5f);

            Assert.Equal([1f, 5f], ReadSingle(array, "x"));
            Assert.Equal([1f, 5f], ReadSingle(stream, "x"));
            Assert.Equal([1f, 5f], ReadSingle(visible, "x"));
        }
    }

    [Fact]
    public void AStreamBehindItsEndIsEmptyAndOneBeyondAnArrayIsRefused()
    {
        foreach (
            Stream behind in (Stream[])
                [new MemoryStream([1]), new MemoryStream([1], 0, 1, false, publiclyVisible: true), new LongStream(1)]
        )
        {
            behind.Position = 10;
            Assert.Contains(
                "0 bytes",
                Assert.Throws<WeightFileException>(() => SafetensorsFile.FromStream(behind)).Message
            );
            Assert.False(behind.CanRead);
        }

        LongStream large = new(3L << 30);
        Assert.Contains(
            $"the stream has {3L << 30} bytes, and {Array.MaxLength} are the most. Load a larger file by its path.",
            Assert.Throws<WeightFileException>(() => SafetensorsFile.FromStream(large)).Message
        );
        Assert.False(large.CanRead);
    }

    [Fact]
    public void AStreamIsDisposedWithTheFileAndOnFailure()
    {
        MemoryStream broken = new([1, 2, 3]);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.FromStream(broken, "embedded"));

        using TemporaryFile path = new("broken"u8);
        FileStream stream = File.OpenRead(path.Path);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.FromStream(stream));
        Assert.False(stream.CanRead);

        FileStream unreadable = new(path.Path, FileMode.Open, FileAccess.Write);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.FromStream(unreadable));
        Assert.False(unreadable.CanWrite);
    }

    [Fact]
    public void PartsAreRead()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Add("x", [2, 3], 1, 2, 3, 4, 5, 6).ToBytes()
        );
        (float[]? single, double[]? @double) = (new float[2], new double[2]);
        file.ReadSingle(file.Tensors[0], 3, single);
        file.ReadDouble(file.Tensors[0], 4, @double);
        Assert.Equal([4f, 5f], single);
        Assert.Equal([5d, 6d], @double);
    }

    [Fact]
    public void ReadingOutOfBoundsIsRefused()
    {
        byte[] bytes = new SafetensorsWriter().Add("x", [3], 1, 2, 3).ToBytes();
        using SafetensorsFile file = SafetensorsFile.FromBytes(bytes);
        using SafetensorsFile other = SafetensorsFile.FromBytes(bytes);
        SafetensorsTensor tensor = file.Tensors[0];

        Assert.Throws<ArgumentException>(() => file.ReadSingle(tensor, new float[2]));
        Assert.Throws<ArgumentException>(() => file.ReadDouble(tensor, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadSingle(tensor, 2, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadSingle(tensor, 0, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadDouble(tensor, -1, new double[1]));
        Assert.Throws<ArgumentException>(() => other.ReadSingle(tensor, new float[3]));
    }

    [Fact]
    public void ALongerDestinationKeepsItsRest()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(new SafetensorsWriter().Add("x", [1], 1).ToBytes());
        float[] destination = new[] { 0f, 9f };
        file.ReadSingle(file.Tensors[0], destination);
        Assert.Equal([1f, 9f], destination);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadingAfterDisposeIsRefused(bool onDisk)
    {
        byte[] bytes = new SafetensorsWriter().Add("x", [1], 1).ToBytes();
        using TemporaryFile path = new(bytes);
        SafetensorsFile file = onDisk ? SafetensorsFile.Open(path.Path) : SafetensorsFile.FromBytes(bytes);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ReadSingle(file.Tensors[0], new float[1]));
    }

    private static float[] ReadSingle(SafetensorsFile file, string name)
    {
        Assert.True(file.TryFind(name, out SafetensorsTensor? tensor));
        float[] values = new float[tensor.ElementCount];
        file.ReadSingle(tensor, values);
        return values;
    }

    /// <summary>A stream of any length, none of which is there.</summary>
    private sealed class LongStream(long length) : MemoryStream
    {
        public override long Length => length;

        public override long Position { get; set; }

        public override bool TryGetBuffer(out ArraySegment<byte> buffer)
        {
            buffer = default;
            return false;
        }
    }
}
