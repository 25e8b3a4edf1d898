using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Archives that nobody would save.</summary>
public class HostileArchiveTests
{
    private static readonly byte[] Pickle = PickleBuilder.Dict("x", value => value.Tensor("0", 6, 0, [2, 3], [3, 1]));

    private static readonly Cases Archives = new()
    {
        { "compressed", Build(record => record with { Method = 8 }), "\"a/data/0\" is compressed" },
        { "bomb", Build(record => record with { Length = 1L << 31, Stored = 24 }), "\"a/data/0\" is compressed" },
        { "encrypted", Build(record => record with { Flags = 1 }), "\"a/data/0\" is encrypted" },
        { "another name", Build(record => record with { LocalName = "a/data/1" }), "is not where the directory" },
        { "beyond the file", Build(record => record with { Position = 1 << 30 }), "the file has" },
        { "too long", Build(record => record with { Length = 1 << 30 }), "and the file ends at" },
        { "too short", Build(record => record with { Length = 20 }), "has 6 values of type F32, and the file has 20" },
        { "twice", Whole().Add("a/data/0", []).Build(), "\"a/data/0\" twice" },
        { "outside", Whole().Add("a/../../b", []).Build(), "\"a/../../b\", which lies outside" },
        { "absolute", Whole().Add("/etc/passwd", []).Build(), "which lies outside" },
        { "two roots", Whole().Add("b/data.pkl", []).Build(), "2 records \"data.pkl\"" },
        { "no pickle", new ZipBuilder().Add("a/version", []).Build(), "0 records \"data.pkl\"" },
        { "no storage", new ZipBuilder().Add("a/data.pkl", Pickle).Build(), "\"a/data/0\" is missing" },
        { "big-endian", Whole().Add("a/byteorder", "big"u8.ToArray()).Build(), "byte order is \"big\"" },
        { "more records", Whole().Build(count: 4), "ends behind 3 records" },
        { "millions", Whole().Build(is64: true, count: int.MaxValue), "2147483647 records" },
        { "no end", Whole().Build()[..^30], "no directory at its end" },
        { "nothing", "PK\u0003\u0004"u8.ToArray(), "no directory at its end" },
    };

    public static TheoryData<string> ArchiveNames => [.. Archives];

    [Theory]
    [MemberData(nameof(ArchiveNames))]
    public void ArchiveIsRefused(string name) => Refused.With(name, Archives[name].Bytes, Archives[name].Problem);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WholeArchiveIsRead(bool is64)
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("whole", Whole().Build(is64)));
        float[] values = new float[6];
        checkpoint.ReadSingle(Assert.Single(checkpoint.Tensors), values);
        Assert.Equal([0, 1, 2, 3, 4, 5], values);
    }

    [Theory]
    [InlineData("basic.pth")]
    [InlineData("types-legacy.pth")]
    public void EachTruncationIsRefused(string file)
    {
        byte[] bytes = File.ReadAllBytes(GoldenFiles.Path(file));
        using TemporaryFolder folder = new();
        for (int length = 0; length < bytes.Length; length += 1 + (bytes.Length / 300))
        {
            string path = folder.Write("cut", bytes[..length]);
            Assert.Throws<WeightFileException>(() => Checkpoint.Open(path));
        }
    }

    /// <summary>A text where a legacy file has its version, which may be as long as the file.</summary>
    [Fact]
    public void WrongVersionIsNotRepeated()
    {
        byte[] magic = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];
        byte[] version = new PickleBuilder().Text(new string('\n', 100_000)).Op(".").Bytes;
        WeightFileException error = Refused.With("version", [.. magic, .. version], "version is no whole number");
        Assert.DoesNotContain('\n', error.Message);
    }

    private static ZipBuilder Whole() => ZipBuilder.Checkpoint(Pickle, 6);

    private static byte[] Build(Func<ZipBuilder.Record, ZipBuilder.Record> change) =>
        Whole().Change("a/data/0", change).Build();
}
