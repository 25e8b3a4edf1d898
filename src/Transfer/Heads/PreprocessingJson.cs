using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using ResNetGen.Imaging;

namespace ResNetGen.Transfer;

/// <summary>How pictures are prepared, as the metadata of a classifier's file has it.</summary>
internal sealed record PreprocessingJson(
    int ShorterSide,
    ResizeFilter Filter,
    CropMode CropMode,
    int CropHeight,
    int CropWidth,
    bool TurnUpright,
    int Channels,
    ChannelOrder ChannelOrder,
    float[] StandardDeviation,
    float[]? Mean = null,
    string? MeanImage = null,
    byte? Background = null
)
{
    /// <param name="value">The preprocessing.</param>
    /// <param name="meanImage">The hash of a mean image that is not here.</param>
    public static string Write(Preprocessing value, string meanImage) =>
        JsonSerializer.Serialize(
            new PreprocessingJson(
                value.ShorterSide,
                value.Filter,
                value.CropMode,
                value.CropHeight,
                value.CropWidth,
                value.TurnUpright,
                value.Channels,
                value.ChannelOrder,
                [.. value.StandardDeviation],
                value.Mean.IsEmpty ? null : [.. value.Mean],
                !value.MeanImage.IsEmpty ? Hash(value.MeanImage)
                    : meanImage.Length > 0 ? meanImage
                    : null,
                value.Background
            ),
            ClassifierJson.Default.PreprocessingJson
        );

    /// <returns>The preprocessing without its mean image, and the hash of that.</returns>
    /// <exception cref="JsonException">It is no such description.</exception>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static (Preprocessing Value, string MeanImage) Read(string text)
    {
        PreprocessingJson json =
            JsonSerializer.Deserialize(text, ClassifierJson.Default.PreprocessingJson)
            ?? throw new JsonException("An object is expected, null found.");
        Check(json);
        return (
            new Preprocessing
            {
                ShorterSide = json.ShorterSide,
                Filter = json.Filter,
                CropMode = json.CropMode,
                CropHeight = json.CropHeight,
                CropWidth = json.CropWidth,
                Background = json.Background,
                TurnUpright = json.TurnUpright,
                Channels = json.Channels,
                ChannelOrder = json.ChannelOrder,
                Mean = [.. json.Mean ?? []],
                StandardDeviation = [.. json.StandardDeviation],
            },
            json.MeanImage ?? ""
        );
    }

    private static void Check(PreprocessingJson json)
    {
        if (!Enum.IsDefined(json.Filter) || !Enum.IsDefined(json.CropMode) || !Enum.IsDefined(json.ChannelOrder))
        {
            throw new JsonException(
                "The preprocessing has a filter, a crop or an order of channels that is not known."
            );
        }

        int means = json.MeanImage is null || json.Mean is { Length: > 0 } ? json.Channels : 0;
        if (
            (json.Mean?.Length ?? 0) != means
            || json.StandardDeviation.Length != json.Channels
            || json.StandardDeviation.Contains(0)
            || !json.StandardDeviation.Concat(json.Mean ?? []).All(float.IsFinite)
        )
        {
            throw new JsonException(
                "The preprocessing needs a finite mean, and a finite standard deviation other than zero, of each channel."
            );
        }
    }

    /// <summary>XXH128 of a mean image, in hexadecimal digits; empty without one.</summary>
    public static string Hash(ImmutableArray<float> meanImage) =>
        meanImage.IsEmpty ? "" : Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(meanImage.AsSpan())));
}
