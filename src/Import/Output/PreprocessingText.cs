using System.Globalization;
using ResNetGen.Imaging;

namespace ResNetGen.Import;

/// <summary>A preprocessing as an expression of C#.</summary>
internal static class PreprocessingText
{
    /// <summary>The expression, with the blank or the line break before it.</summary>
    public static string Of(Preprocessing value) =>
        value == Preprocessing.TorchvisionV1 ? " Preprocessing.TorchvisionV1"
        : value == Preprocessing.TorchvisionV2 ? " Preprocessing.TorchvisionV2"
        : $"\n        new()\n        {{\n{string.Concat(Settings(value).Select(one => $"            {one},\n"))}        }}";

    /// <summary>That of torchvision, for an input of some size.</summary>
    public static string Of(Preprocessing torchvision, int height, int width) =>
        Of(torchvision)
        + (
            (torchvision.CropHeight, torchvision.CropWidth) == (height, width)
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $".ForInput({height}, {width})")
        );

    // All of them: what is a default now may be another one later.
    private static IEnumerable<string> Settings(Preprocessing value) =>
        [
            .. new (string Name, int Value)[]
            {
                (nameof(value.ShorterSide), value.ShorterSide),
                (nameof(value.CropHeight), value.CropHeight),
                (nameof(value.CropWidth), value.CropWidth),
                (nameof(value.Channels), value.Channels),
            }.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} = {one.Value}")),
            $"{nameof(value.CropMode)} = {nameof(CropMode)}.{value.CropMode}",
            $"{nameof(value.Background)} = {value.Background?.ToString(CultureInfo.InvariantCulture) ?? "null"}",
            $"{nameof(value.Filter)} = {nameof(ResizeFilter)}.{value.Filter}",
            $"{nameof(value.TurnUpright)} = {(value.TurnUpright ? "true" : "false")}",
            $"{nameof(value.ChannelOrder)} = {nameof(ChannelOrder)}.{value.ChannelOrder}",
            $"{nameof(value.Mean)} = [{Literals(value.Mean)}]",
            .. value.MeanImage.IsEmpty ? [] : new[] { $"{nameof(value.MeanImage)} = [{Literals(value.MeanImage)}]" },
            $"{nameof(value.StandardDeviation)} = [{Literals(value.StandardDeviation)}]",
        ];

    private static string Literals(IEnumerable<float> values) => string.Join(", ", values.Select(CSharpText.Literal));
}
