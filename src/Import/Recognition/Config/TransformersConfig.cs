using System.Globalization;
using ResNetGen.Imaging;
using ResNetGen.Weights;
using static System.FormattableString;

namespace ResNetGen.Import;

/// <summary>
/// <c>config.json</c> and <c>preprocessor_config.json</c> of Hugging Face transformers (ResNetConfig, and the image
/// processors of ConvNext and BiT).
/// </summary>
internal static class TransformersConfig
{
    // ConvNextImageProcessor's defaults.
    private const double ConvNextCropFraction = 224.0 / 256;
    private const int ConvNextWarpsFrom = 384;

    /// <summary>Reads them.</summary>
    /// <param name="config">The network.</param>
    /// <param name="type">Its <c>model_type</c>.</param>
    /// <param name="preprocessor">How pictures are prepared, if there is such a file.</param>
    /// <exception cref="WeightFileException">It is no ResNet, or they are damaged.</exception>
    public static NetworkFacts Read(ConfigObject config, string type, ConfigObject? preprocessor)
    {
        if (type != "resnet")
        {
            throw config.Error($"\"model_type\" is {Quoted.Text(type)}, where \"resnet\" is expected");
        }

        List<string> undeclared = [];
        if (config.Text("hidden_act") is { } activation and not "relu")
        {
            undeclared.Add($"an activation that no option declares ({Quoted.Text(activation)})");
        }

        if (config.Truth("downsample_in_first_stage") == true)
        {
            undeclared.Add("a stride in the first stage (downsample_in_first_stage), which no option declares");
        }

        string? layer = config.Text("layer_type");
        Dictionary<string, string>? labels = config.TextsByKey("id2label");
        NetworkFacts facts = new()
        {
            Source = config.File,
            Undeclared = undeclared,
            BlockType = layer switch
            {
                null => null,
                "basic" => BlockType.Basic,
                "bottleneck" => BlockType.Bottleneck,
                _ => throw config.Error(
                    $"\"layer_type\" is {Quoted.Text(layer)}, where \"basic\" or \"bottleneck\" is expected"
                ),
            },
            Stages = config.Counts("depths"),
            BaseWidth = config.Count("embedding_size"),
            StageChannels = config.Counts("hidden_sizes"),
            InputChannels = config.Count("num_channels"),
            Classes = config.Count("num_labels") ?? labels?.Count,
            Groups = 1,
            BottleneckStride =
                config.Truth("downsample_in_bottleneck") == true ? BottleneckStride.Conv1x1 : BottleneckStride.Conv3x3,
            Labels = Labels(config, labels),
        };
        return preprocessor is null ? facts : WithPictures(facts, preprocessor);
    }

    private static string[] Labels(ConfigObject config, Dictionary<string, string>? labels)
    {
        string[] names = new string[labels?.Count ?? 0];
        foreach ((string key, string label) in labels ?? [])
        {
            if (
                !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || key != Invariant($"{index}")
                || index >= names.Length
                || names[index] is not null
            )
            {
                throw config.Error(
                    $"\"id2label\" has {Quoted.Text(key)}, where numbers from 0 to {names.Length - 1} are expected"
                );
            }

            names[index] = label;
        }

        // What transformers writes where nobody named them.
        return names.Select((name, index) => name == Invariant($"LABEL_{index}")).All(isDefault => isDefault)
            ? []
            : names;
    }

    private static NetworkFacts WithPictures(NetworkFacts facts, ConfigObject config)
    {
        string? type = config.Text("image_processor_type") ?? config.Text("feature_extractor_type");
        ConfigObject? sizes = config.HasObject("size") ? config.Object("size") : null;
        int? shortestEdge = sizes is null ? config.Count("size") : sizes.Count("shortest_edge");
        double? cropFraction =
            config.Number("crop_pct")
            ?? (type?.StartsWith("ConvNext", StringComparison.Ordinal) == true ? ConvNextCropFraction : null);
        ConfigObject? crops = config.HasObject("crop_size") ? config.Object("crop_size") : null;
        int? crop = crops is null ? config.Count("crop_size") : crops.Count("height");
        bool isCropped = config.Truth("do_center_crop") ?? type?.StartsWith("Bit", StringComparison.Ordinal) == true;
        if (cropFraction is not (null or (> 0.01 and <= 1)))
        {
            throw config.Error("\"crop_pct\" is no part of a picture, more than 0.01 and at most 1");
        }

        ResizeFilter? filter = config.Count("resample") switch
        {
            2 => ResizeFilter.Bilinear,
            3 => ResizeFilter.Bicubic,
            _ => null,
        };
        double scale = config.Number("rescale_factor") ?? (1 / 255.0);

        // Image processors have defaults of their own, which changed from version to version.
        bool isNormalised = config.Truth("do_normalize") != false;
        string? missing = new[] { "resample", "image_mean", "image_std" }.FirstOrDefault(name =>
            !config.Has(name) && (isNormalised || name == "resample")
        );
        string? problem =
            missing is not null ? $"it has no {missing}"
            : config.Truth("do_resize") == false ? "pictures are not resized"
            : config.Truth("do_rescale") == false || Math.Abs((scale * 255) - 1) > 1e-6
                ? "pixels are not divided by 255"
            : filter is null ? "its resample is neither bilinear (2) nor bicubic (3)"
            : shortestEdge is null or 0 ? "pictures are resized to a width and a height"
            : cropFraction is not null
                ? shortestEdge >= ConvNextWarpsFrom ? "pictures of this size are resized to a width and a height"
                    : null
            : !isCropped || crop is null or 0 || (crops is not null && crops.Count("width") != crop)
                ? "pictures are not cropped to a square"
            : null;
        if (problem is not null)
        {
            return facts with
            {
                Input = Square(crop ?? sizes?.Count("height") ?? shortestEdge),
                Notes = [.. facts.Notes, TimmConfig.NoPreprocessing(config.File, problem)],
            };
        }

        int size = cropFraction is null ? crop!.Value : shortestEdge!.Value;
        if (size > NetworkLimits.InputSize || shortestEdge > NetworkLimits.InputSize)
        {
            throw config.Error($"images have more than {NetworkLimits.InputSize} rows");
        }

        Preprocessing preprocessing = cropFraction is { } fraction
            ? Preprocessing.Timm(size, fraction)
            : Preprocessing.Timm(size, 1) with
            {
                ShorterSide = shortestEdge!.Value,
            };
        preprocessing = preprocessing with { Filter = filter!.Value };
        return facts with
        {
            Input = (size, size),
            Preprocessing = !isNormalised
                ? preprocessing with
                {
                    Mean = [0, 0, 0],
                    StandardDeviation = [1, 1, 1],
                }
                : Normalisation.With(config, preprocessing, "image_mean", "image_std"),
        };

        static (int Height, int Width)? Square(int? size) => size is { } pixels and > 0 ? (pixels, pixels) : null;
    }
}
