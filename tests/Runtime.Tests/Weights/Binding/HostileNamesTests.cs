using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// Names that are made to take long: what is done with them stays in proportion to the file, and a message stays short.
/// </summary>
public sealed class HostileNamesTests
{
    private const int Longest = 1000;
    private const int LongestMessage = 20_000;

    // 111 at the most are allocated. A copy of what follows each dot of a name of 1000 characters is more than 1000.
    private const int BytesForEachByte = 200;

    private static readonly TestNetwork Network = new(false, 2, 2, 2, 2);

    public static TheoryData<string> Files => new(Names.Keys);

    private static Dictionary<string, Func<int, string>> Names { get; } =
        new()
        {
            ["dots"] = i => Filled(".", i.ToString("D5")),
            ["wrappers"] = i => Filled("model.", i.ToString("D5")),
            ["mixed wrappers"] = i =>
                string.Concat(Enumerable.Range(0, 100).Select(bit => (i >> (bit % 16) & 1) == 0 ? "module." : "model."))
                + i,
            ["stages"] = i => Filled("layer1.", i.ToString("D5")),
            ["equal but for the last part"] = i => new string('x', 900) + "." + i,
            ["expected names behind many prefixes"] = i => $"{i}.{Filled("layer1.0.", "conv1.weight")}",
            ["many prefixes"] = i => $"p{i}.conv1.weight",
            ["many blocks"] = i => $"layer1.{i}.conv1.weight",
            ["blocks far apart"] = i => $"layer{i}.{i * 75431L % int.MaxValue}.conv1.weight",
            ["classifiers"] = i => $"head{i}.weight",
            ["control characters"] = i => i + new string('\u0001', 900),
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void WorkIsInProportionToTheFile(string kind)
    {
        double one = Work(kind, 500);
        double four = Work(kind, 2000);
        Assert.InRange(one, 0, BytesForEachByte);
        Assert.InRange(four, 0, BytesForEachByte);

        static double Work(string kind, int count)
        {
            byte[] bytes = File(Enumerable.Range(0, count).Select(Names[kind]));
            long before = GC.GetAllocatedBytesForCurrentThread();
            WeightMismatchException exception = Assert.Throws<WeightMismatchException>(() =>
            {
                using SafetensorsFile file = SafetensorsFile.FromBytes(bytes);
                BoundWeights.Bind(file, Network.Tensors());
            });
            Assert.InRange(exception.Message.Length, 1, LongestMessage);
            Assert.All(exception.Message.Split('\n'), line => Assert.DoesNotContain(line, char.IsControl));
            return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)bytes.Length;
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("module.")]
    [InlineData("\\u0001")]
    public void LongerNamesAreRefused(string part)
    {
        string name = string.Concat(Enumerable.Repeat(part, 200_000));
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.FromBytes(File([name]))
        );
        Assert.Contains(
            $" characters, and {Longest} are the most (at byte 9). Give the tensor a shorter name",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.InRange(exception.Message.Length, 1, 2000);
    }

    [Fact]
    public void LongestNameIsRead()
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(File([new string('x', Longest)]));
        Assert.Equal(Longest, Assert.Single(file.Tensors).Name.Length);
        Assert.Throws<WeightFileException>(() => SafetensorsFile.FromBytes(File([new string('x', Longest + 1)])));
    }

    /// <summary>A pattern of many stars is compared without trying all ways to fill them.</summary>
    [Fact]
    public void PatternsOfManyStarsAreCompared()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 400)) + "b";
        Assert.False(NamePattern.MatchesAny([pattern], new string('a', Longest)));
        Assert.True(NamePattern.MatchesAny([pattern], new string('a', Longest - 1) + "b"));
    }

    private static string Filled(string part, string end) =>
        string.Concat(Enumerable.Repeat(part, (Longest - end.Length) / part.Length)) + end;

    private static byte[] File(IEnumerable<string> names)
    {
        IEnumerable<string> tensors = names.Select(name =>
            $"\"{name.Replace("\u0001", "\\u0001")}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"
        );
        return SafetensorsWriter.File($"{{{string.Join(',', tensors)}}}");
    }
}
