using System.Text.Json;
using ResNetGen.Imaging;
using ResNetGen.Import;

namespace ResNetGen.Cli.Output;

/// <summary>The document of <c>inspect --json</c>.</summary>
internal sealed record InspectDocument(
    string File,
    string Format,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<TensorEntry> Tensors,
    NetworkEntry? Network,
    string? Problem
)
{
    public static InspectDocument Of(
        Checkpoint checkpoint,
        ImportedNetwork? network,
        ModelInfo? info,
        string? problem
    ) =>
        new(
            checkpoint.Name,
            Name(checkpoint.Format),
            checkpoint.Metadata,
            [.. checkpoint.Tensors.Select(one => new TensorEntry(one.Name, one.DataTypeName, [.. one.Shape]))],
            network is null || info is null
                ? null
                : new NetworkEntry(
                    info.Declaration,
                    new ImageShape(info.InputChannels, info.InputHeight, info.InputWidth),
                    info.Classes,
                    info.EmbeddingLength,
                    info.Parameters,
                    info.MultiplyAdds,
                    network.Labels,
                    PreprocessingEntry.Of(network.Preprocessing),
                    [.. network.Assumed.Select(JsonNamingPolicy.CamelCase.ConvertName)],
                    network.Notes,
                    network.LeftOut
                ),
            problem
        );

    public static string Name<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(member.ToString());
}

/// <summary>A tensor of it.</summary>
internal sealed record TensorEntry(string Name, string Type, IReadOnlyList<long> Shape);

/// <summary>The network that the tensors are.</summary>
internal sealed record NetworkEntry(
    string Declaration,
    ImageShape Input,
    int Classes,
    int EmbeddingLength,
    long Parameters,
    long MultiplyAdds,
    IReadOnlyList<string> Labels,
    PreprocessingEntry? Preprocessing,
    IReadOnlyList<string> Assumed,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> LeftOut
);

/// <summary>How its pictures are prepared.</summary>
internal sealed record PreprocessingEntry(
    bool TurnUpright,
    int ShorterSide,
    string Filter,
    int CropHeight,
    int CropWidth,
    int Channels,
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> StandardDeviation
)
{
    public static PreprocessingEntry? Of(Preprocessing? known) =>
        known is null
            ? null
            : new(
                known.TurnUpright,
                known.ShorterSide,
                InspectDocument.Name(known.Filter),
                known.CropHeight,
                known.CropWidth,
                known.Channels,
                known.Mean,
                known.StandardDeviation
            );
}
