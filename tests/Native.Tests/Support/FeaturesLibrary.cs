using Features;
using ResNetGen.Import;
using ResNetGen.Weights;

namespace ResNetGen.Native.Tests.Support;

/// <summary>A network without a classifier in a library, once more in F16 in the library itself, and its weights.</summary>
public sealed class FeaturesLibrary : PublishedLibrary
{
    private static readonly string WeightsFolder = Directory.CreateTempSubdirectory("resnetgen-features-").FullName;

    public FeaturesLibrary()
        : base(
            "libfeatures.so",
            Path.Combine("tests", "Native.Tests", "features"),
            [$"-p:BackboneWeights={BackboneWeights}"]
        )
    {
        using Checkpoint checkpoint = Checkpoint.Open(Weights);
        ImportedNetwork.Recognise(checkpoint, new() { Ignore = ["fc.*"] }).WriteSafetensors(BackboneWeights);
        PackedWeights.Pack<Backbone>(BackboneWeights, Packed);
    }

    /// <summary>The weights without those of the classifier.</summary>
    public static string BackboneWeights { get; } = Path.Combine(WeightsFolder, "backbone.safetensors");

    public static string Packed { get; } = Path.Combine(WeightsFolder, "backbone.packed");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Directory.Delete(WeightsFolder, recursive: true);
    }
}
