using ResNetGen.Bench.Onnx;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Windows that no graph can have: said by what is wrong with them.</summary>
public class RefusedWindowTests
{
    /// <summary>A word that is none, also at the beginning of a long text.</summary>
    [Theory]
    [InlineData("SAME", 0)]
    [InlineData("valid", 0)]
    [InlineData("VALID", 2000)]
    [InlineData("", 2000)]
    public void UnknownWordsForPadding(string word, int more) =>
        Assert.Matches(
            """^node "conv1" \(Conv\) has auto_pad of ".+", where NOTSET, SAME_UPPER, SAME_LOWER or VALID is expected\.""",
            Refuses(ModelWriter.Text("auto_pad", word + new string('_', more)))
        );

    [Fact]
    public void KernelsThatAreTooLarge()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x => writer.Model.Node("MaxPool", "pool", [x], Attributes.Ints("kernel_shape", 3, 1_000_000)),
        };
        Assert.StartsWith(
            "node \"pool\" (MaxPool) has kernel_shape of 1000000, where 1 to",
            Recognised.Not(writer.Write())
        );
    }

    [Theory]
    [InlineData("strides", 1, 2)]
    [InlineData("strides", 3, 2)]
    [InlineData("dilations", 1, 2)]
    [InlineData("pads", 2, 4)]
    public void NumbersForOtherExtents(string name, int count, int expected) =>
        Assert.StartsWith(
            $"node \"conv1\" (Conv) has {name} of {count} numbers, where {expected} are expected.",
            Refuses(Attributes.Ints(name, [.. Enumerable.Repeat(1L, count)]))
        );

    private static string Refuses(ProtobufMessage attribute)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Stem = x =>
                writer.Model.Node("Conv", "conv1", [x, writer.Vector("w", 4 * 27, -1, 1, 4, 3, 3, 3)], attribute),
        };
        return Recognised.Not(writer.Write());
    }
}
