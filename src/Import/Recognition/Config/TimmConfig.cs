using System.Globalization;
using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>timm's <c>config.json</c>: an architecture, and <c>pretrained_cfg</c> with what pictures need.</summary>
internal static class TimmConfig
{
    // What arguments of timm's models may change without a trace in the weights is not known of others.
    private static readonly string[] HarmlessArguments = ["num_classes", "in_chans", "img_size", "drop_rate"];

    // timm/data/constants.py
    private const double DefaultCropFraction = 0.875;

    /// <summary>Reads it.</summary>
    /// <param name="config">The file.</param>
    /// <param name="architecture">Its architecture, perhaps with a tag: <c>resnet50.a1_in1k</c>.</param>
    public static NetworkFacts Read(ConfigObject config, string architecture)
    {
        NetworkFacts facts = TimmArchitecture.Read(architecture, $"{config.File} ({architecture})");
        List<string> undeclared = [.. facts.Undeclared];
        foreach (string argument in config.Object("model_args")?.Names.Except(HarmlessArguments) ?? [])
        {
            undeclared.Add($"an argument of timm's models that no option declares ({Quoted.Text(argument)})");
        }

        ConfigObject? pretrained = config.Object("pretrained_cfg");
        int? classes = config.Count("num_classes") ?? pretrained?.Count("num_classes");
        if (classes != 0 && config.Text("global_pool") is { } pool and not "avg")
        {
            undeclared.Add($"a pool before the classifier that no option declares ({Quoted.Text(pool)})");
        }

        // With in_chans, input_size stays that of the pretrained network.
        int? channels = config.Object("model_args")?.Count("in_chans");
        facts = facts with
        {
            InputChannels = channels,
            Undeclared = undeclared,
            Classes = classes,
            Labels = Labels(config, pretrained),
        };
        return pretrained is null ? facts : WithPictures(facts, pretrained);
    }

    private static NetworkFacts WithPictures(NetworkFacts facts, ConfigObject pretrained)
    {
        (int Channels, int Height, int Width)? input = Size(pretrained, "input_size");
        (int Channels, int Height, int Width)? test = Size(pretrained, "test_input_size");
        double cropFraction = Fraction(pretrained, "crop_pct") ?? DefaultCropFraction;
        double testCropFraction = Fraction(pretrained, "test_crop_pct") ?? cropFraction;
        List<string> notes = [.. facts.Notes];
        if (input is { } trained && test is { } tested && tested != trained)
        {
            notes.Add(
                $"{facts.Source}: images of {trained.Height}x{trained.Width} are declared, as timm's transform makes them; "
                    + $"timm tests with {tested.Height}x{tested.Width}, which --input {tested.Height}x{tested.Width} takes."
            );
        }

        ResizeFilter? filter = pretrained.Text("interpolation") switch
        {
            "bilinear" => ResizeFilter.Bilinear,
            "bicubic" or null => ResizeFilter.Bicubic,
            _ => null,
        };
        string mode = pretrained.Text("crop_mode") ?? "center";
        string? problem =
            filter is null ? $"its interpolation is {Quoted.Text(pretrained.Text("interpolation")!)}"
            : mode != "center" ? $"its crop_mode is {Quoted.Text(mode)}"
            : input is { } one && one.Height != one.Width ? "its input is not square"
            : null;
        if (problem is not null)
        {
            notes.Add(NoPreprocessing(facts.Source, problem));
        }

        return facts with
        {
            Undeclared = pretrained.Text("first_conv") is null or "conv1"
                ? facts.Undeclared
                : [.. facts.Undeclared.Union([UndeclaredParts.DeepStem])],
            Notes = notes,
            Input = input is { } size ? (size.Height, size.Width) : null,
            TestInput = test is { } other ? (other.Height, other.Width) : null,
            Preprocessing = Prepare(input?.Height, cropFraction),
            TestPreprocessing = Prepare(test?.Height, testCropFraction),
        };

        Preprocessing? Prepare(int? size, double fraction) =>
            problem is null
                ? Normalisation.With(
                    pretrained,
                    Preprocessing.Timm(size ?? 224, fraction) with
                    {
                        Filter = filter!.Value,
                    },
                    "mean",
                    "std"
                )
                : null;
    }

    /// <summary>What to say where Preprocessing cannot prepare pictures as a file says, or it does not say how.</summary>
    public static string NoPreprocessing(string source, string problem) =>
        $"{source}: {problem}: no preprocessing is written.";

    private static (int Channels, int Height, int Width)? Size(ConfigObject config, string name) =>
        config.Counts(name) switch
        {
            null => null,
            [var channels and > 0, var height and > 0, var width and > 0]
                when Math.Max(height, width) <= NetworkLimits.InputSize => (channels, height, width),
            _ => throw config.Error(
                $"{Quoted.Text(name)} is no list of channels, rows and columns, from 1 to {NetworkLimits.InputSize}"
            ),
        };

    private static double? Fraction(ConfigObject config, string name) =>
        config.Number(name) is not { } fraction ? null
        : fraction is > 0.01 and <= 1 ? fraction
        : throw config.Error(
            $"{Quoted.Text(name)} is {fraction.ToString(CultureInfo.InvariantCulture)}, where "
                + "a part of the picture is expected, more than 0.01 and at most 1"
        );

    // Names of classes are mostly WordNet's, and their descriptions words.
    private static string[] Labels(ConfigObject config, ConfigObject? pretrained)
    {
        string[]? names = config.Texts("label_names") ?? pretrained?.Texts("label_names");
        Dictionary<string, string>? descriptions =
            config.TextsByKey("label_descriptions") ?? pretrained?.TextsByKey("label_descriptions");
        return [.. (names ?? []).Select(name => descriptions?.GetValueOrDefault(name) ?? name)];
    }
}
