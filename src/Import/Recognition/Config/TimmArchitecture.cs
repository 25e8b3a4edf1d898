using System.Globalization;
using System.Text.RegularExpressions;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// What timm's names of architectures say (timm/models/resnet.py). Blur and average pools leave no trace in weights:
/// only a name that is known to be that of a plain ResNet is taken for one.
/// </summary>
internal static partial class TimmArchitecture
{
    private static readonly Dictionary<int, int[]> Bottlenecks = new()
    {
        [26] = [2, 2, 2, 2],
        [50] = [3, 4, 6, 3],
        [101] = [3, 4, 23, 3],
        [152] = [3, 8, 36, 3],
        [200] = [3, 24, 36, 3],
    };

    private static readonly Dictionary<int, int[]> Basics = new() { [18] = [2, 2, 2, 2], [34] = [3, 4, 6, 3] };

    /// <summary>Reads a name.</summary>
    /// <param name="name">With or without a tag: <c>resnet50.a1_in1k</c>.</param>
    /// <param name="source">What says so, for messages.</param>
    public static NetworkFacts Read(string name, string source)
    {
        string architecture = name.Split('.')[0];
        if (
            Plain().Match(architecture) is { Success: true } plain
            && int.TryParse(plain.Groups["depth"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
        )
        {
            bool isBasic = Basics.TryGetValue(depth, out int[]? stages);
            if (isBasic ? plain.Groups["kind"].Value == "resnet" : Bottlenecks.TryGetValue(depth, out stages))
            {
                return new()
                {
                    Source = source,
                    BlockType = isBasic ? BlockType.Basic : BlockType.Bottleneck,
                    Stages = stages,
                    BaseWidth = 64,
                    Groups = Number(plain.Groups["groups"]) ?? 1,
                    WidthPerGroup = Number(plain.Groups["width"]) ?? (64 * (Number(plain.Groups["wide"]) ?? 1)),
                    BottleneckStride = BottleneckStride.Conv3x3,
                };
            }
        }

        string[] words = [.. Words(architecture)];
        return new()
        {
            Source = source,
            Undeclared =
                words.Length > 0
                    ? words
                    : ["an architecture that is not known to be a plain ResNet: " + Quoted.Text(architecture)],
        };
    }

    private static IEnumerable<string> Words(string architecture)
    {
        Match family = Family().Match(architecture);
        if (!family.Success)
        {
            yield break;
        }

        string before = family.Groups["before"].Value,
            kind = family.Groups["kind"].Value,
            ending = family.Groups["ending"].Value;
        if (kind.EndsWith("v2", StringComparison.Ordinal))
        {
            yield return "pre-activation blocks (ResNet v2), which no BlockType declares";
        }

        if (kind.EndsWith("blur", StringComparison.Ordinal))
        {
            yield return "blur pools in place of strides, which no option declares and which leave no trace in weights";
        }

        if (kind.EndsWith("aa", StringComparison.Ordinal))
        {
            yield return "average pools in place of strides, which no option declares and which leave no trace in weights";
        }

        if (ending is "c" or "d" or "s" or "t" || kind.EndsWith("rs", StringComparison.Ordinal))
        {
            yield return UndeclaredParts.DeepStem;
        }

        if (ending is "d" or "t" || kind.EndsWith("rs", StringComparison.Ordinal))
        {
            yield return UndeclaredParts.AveragePool;
        }

        if (before.EndsWith("eca", StringComparison.Ordinal))
        {
            yield return UndeclaredParts.ChannelAttention;
        }
        else if (before.EndsWith("se", StringComparison.Ordinal) || kind.EndsWith("rs", StringComparison.Ordinal))
        {
            yield return UndeclaredParts.SqueezeAndExcitation;
        }

        if (architecture.EndsWith("_gn", StringComparison.Ordinal))
        {
            yield return "group norm, which no option declares";
        }
    }

    private static int? Number(Group group) =>
        group.Success && int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    // The names before are those of weights: torchvision's, Gluon's, Facebook's.
    [GeneratedRegex(
        @"^(?:tv_|gluon_|ssl_|swsl_|ig_)?(?:(?<kind>resnet)(?<depth>\d+)(?:_v1b)?|(?<kind>resnext)(?<depth>\d+)_(?<groups>\d+)x(?<width>\d+)d|(?<kind>wide_resnet)(?<depth>\d+)_(?<wide>\d+))$"
    )]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(?<before>[a-z_]*?)(?<kind>resne[xt]t?(?:v2|blur|aa|rs)?)_?\d*(?<ending>[a-z]*)")]
    private static partial Regex Family();
}
