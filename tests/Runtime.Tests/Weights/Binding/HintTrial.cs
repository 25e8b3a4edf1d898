using System.Globalization;
using System.Text.RegularExpressions;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Does what hints say: what they tell to declare, with the options that they tell to give.</summary>
internal static partial class HintTrial
{
    public static readonly TestNetwork Basic = new(false, 2, 2, 2, 2);
    public static readonly TestNetwork Wide = new(true, 1) { Width = 64 };

    /// <summary>Sees that a network refuses the file of another one with these hints, and does what they say.</summary>
    public static void Expect(TestNetwork file, TestNetwork network, params string[] hints)
    {
        using SafetensorsFile open = file.File();
        WeightMismatchException exception = Mismatch(open, network);
        Assert.Equal(hints, exception.Hints);
        Assert.All(hints, hint => Assert.Contains("\n" + hint, exception.Message, StringComparison.Ordinal));
        if (hints.Any(hint => hint.Contains(": declare", StringComparison.Ordinal)))
        {
            Load(open, network, string.Join('\n', hints));
        }
    }

    public static WeightMismatchException Mismatch(SafetensorsFile file, TestNetwork network) =>
        Assert.Throws<WeightMismatchException>(() => BoundWeights.Bind(file, network.Tensors()));

    /// <summary>Binds the file to the network as the hints have it; it throws if they are wrong.</summary>
    public static BoundWeights Load(SafetensorsFile file, TestNetwork network, string hints)
    {
        Assert.NotEqual(network.ToString() + new WeightOptions(), Declare(network, hints).ToString() + Options(hints));
        return BoundWeights.Bind(file, Declare(network, hints).Tensors(), Options(hints));
    }

    private static TestNetwork Declare(TestNetwork network, string hints)
    {
        // Whoever changes the declaration needs not ignore anything.
        if (Blocks().Match(hints) is { Success: true } blocks)
        {
            network = network with { Bottleneck = blocks.Groups[1].Value == "bottleneck", Stages = Stages(blocks) };
        }

        foreach (Match option in Option().Matches(hints))
        {
            string value = option.Groups[2].Value;
            network = option.Groups[1].Value switch
            {
                "Classes" => network with { Classes = Number(value) },
                "InputChannels" => network with { InputChannels = Number(value) },
                "BaseWidth" => network with { Width = Number(value) },
                "Groups" => network with { Groups = Number(value) },
                "WidthPerGroup" => network with { WidthPerGroup = Number(value) },
                "Stem" => network with { StemKernel = value == "Stem.Conv3x3" ? 3 : 7 },
                "Shortcut" => network with
                {
                    Projection = value switch
                    {
                        "Shortcut.ZeroPad" => TestNetwork.ProjectionKind.None,
                        "Shortcut.ProjectionAlways" => TestNetwork.ProjectionKind.Always,
                        _ => TestNetwork.ProjectionKind.WhereShapeChanges,
                    },
                },
                string name => throw new ArgumentException(name),
            };
        }

        return network;
    }

    private static WeightOptions Options(string hints) =>
        new()
        {
            Ignore =
            [
                .. Ignore()
                    .Matches(hints)
                    .SelectMany(list => Text().Matches(list.Groups[1].Value))
                    .Select(text => text.Groups[1].Value),
            ],
            Prefix = Prefix().Match(hints) is { Success: true } prefix ? prefix.Groups[1].Value : null,
        };

    private static int[] Stages(Match blocks) => [.. blocks.Groups[2].Value.Split('-').Select(Number)];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"looks like a ResNet(?:-\d+)? \((\w+), ([\d-]+)\).*declare \[ResNet")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"(?:declare |, )([A-Z]\w+) = ([\w.]*\w)")]
    private static partial Regex Option();

    [GeneratedRegex(@"Ignore = \[([^\]]*)\]")]
    private static partial Regex Ignore();

    [GeneratedRegex(@"Prefix = ""([^""]*)""")]
    private static partial Regex Prefix();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Text();
}
