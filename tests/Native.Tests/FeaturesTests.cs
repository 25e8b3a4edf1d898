using ResNetGen.Native.Tests.Support;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Tests.Support;

namespace ResNetGen.Native.Tests;

/// <summary>A network without a classifier as a native library, beside the same network with one.</summary>
public sealed class FeaturesTests(FeaturesLibrary library) : IClassFixture<FeaturesLibrary>
{
    /// <summary>
    /// What has a header is called, on files, packed files and weights of the library, by many threads; neither network
    /// takes weights or handles of the other: in Programs/features.c.
    /// </summary>
    [FactNeeding(Needs.Linux | Needs.Vector256 | Needs.Compilers)]
    public void FeaturesAreThoseOfTheWholeNetwork()
    {
        string program = library.Compile(
            Path.Combine(AppContext.BaseDirectory, "Programs", "features.c"),
            "c11",
            "-pthread"
        );
        string[] arguments = [FeaturesLibrary.BackboneWeights, FeaturesLibrary.Packed, PublishedLibrary.Weights];
        Assert.Equal("done\n", CommandLine.Run(library.Folder, null, program, arguments).Succeeded().Out);
        string header = File.ReadAllText(Path.Combine(library.Folder, "backbone.h"));
        Assert.Contains("backbone_embed", header);
        Assert.DoesNotContain("classif", header);
        Assert.DoesNotContain("logits", header);
    }
}
