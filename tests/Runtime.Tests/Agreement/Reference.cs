using System.Text.Json;

namespace ResNetGen.Runtime.Tests.Agreement;

/// <summary>What torchvision computes, in float64, on the deterministic parameters and input.</summary>
internal sealed record Reference(
    int[] Input,
    float[][] Logits,
    float[][] Embedding,
    Dictionary<string, ReferenceStage> Stages
)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static Reference Read(string name) =>
        JsonSerializer.Deserialize<Reference>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name + ".json")),
            Options
        )!;
}

/// <summary>A stage's activation: its shape, and the mean of each channel of the first image.</summary>
internal sealed record ReferenceStage(int[] Shape, float[] ChannelMean);
