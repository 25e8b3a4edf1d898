using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// What weights do not tell of a network: its input, the place of strides, how pictures are prepared. It is what the
/// user says, else what files beside the weights say, else what most published networks have, with a note.
/// </summary>
internal static class NetworkInput
{
    /// <summary>Adds it to a declaration.</summary>
    /// <param name="file">The checkpoint, for messages.</param>
    /// <param name="declaration">What weights tell.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="facts">What files beside the weights say.</param>
    /// <param name="notes">Gets a sentence for each assumption.</param>
    /// <param name="assumed">Gets the properties of the declaration that were assumed.</param>
    /// <exception cref="WeightFileException">Basic blocks have no convolution for the stride.</exception>
    public static NetworkDeclaration Complete(
        string file,
        NetworkDeclaration declaration,
        ImportOptions options,
        NetworkFacts? facts,
        List<string> notes,
        List<string> assumed
    )
    {
        int usual = declaration.Stem == Stem.Conv3x3 ? 32 : declaration.InputHeight;
        int height = options.InputHeight ?? facts?.Input?.Height ?? usual;
        int width = options.InputWidth ?? facts?.Input?.Width ?? usual;
        if (facts?.Input is null && (options.InputHeight is null || options.InputWidth is null))
        {
            assumed.AddRange(options.InputHeight is null ? [nameof(declaration.InputHeight)] : []);
            assumed.AddRange(options.InputWidth is null ? [nameof(declaration.InputWidth)] : []);
            notes.Add(
                $"The weights do not tell the size of images: {height}x{width} is assumed (rows by columns); "
                    + "--input 224x160 says another."
            );
        }

        if (declaration.Shortcut == Shortcut.ZeroPad)
        {
            notes.Add(
                "The shortcuts have no weights where the shape changes: every second row and column, and zero channels, "
                    + "half of them before the others and half behind (Shortcut.ZeroPad), is assumed. Some networks append all "
                    + "of them, or average pixels, which no option declares."
            );
        }

        if (declaration.Stem == Stem.Conv3x3)
        {
            notes.Add(
                "The first convolution is 3x3: a stride of 1 and no pool (Stem.Conv3x3) is assumed. The weights do not tell it."
            );
        }

        return declaration with
        {
            InputHeight = height,
            InputWidth = width,
            BottleneckStride = Stride(file, declaration, options, facts, notes, assumed),
        };
    }

    /// <summary>What the classes are called; empty if nothing says so of each.</summary>
    public static IReadOnlyList<string> Labels(NetworkDeclaration declaration, NetworkFacts? facts, List<string> notes)
    {
        IReadOnlyList<string> labels = facts?.Labels ?? [];
        if (labels.Count > 0 && labels.Count != declaration.Classes && declaration.Classes > 0)
        {
            notes.Add(
                $"{facts!.Source} has {labels.Count} labels for {declaration.Classes} classes: they were left out."
            );
        }

        notes.AddRange(facts?.Notes ?? []);
        return labels.Count == declaration.Classes ? labels : [];
    }

    /// <summary>How pictures are prepared for a network.</summary>
    public static Preprocessing? Preprocessing(NetworkDeclaration declaration, NetworkFacts? facts)
    {
        Preprocessing? preprocessing =
            facts is { TestInput: { } tested }
            && tested == (declaration.InputHeight, declaration.InputWidth)
            && tested != facts.Input
                ? facts.TestPreprocessing
                : facts?.Preprocessing;
        return preprocessing?.Channels == declaration.InputChannels
            ? preprocessing.ForInput(declaration.InputHeight, declaration.InputWidth)
            : null;
    }

    private static BottleneckStride Stride(
        string file,
        NetworkDeclaration declaration,
        ImportOptions options,
        NetworkFacts? facts,
        List<string> notes,
        List<string> assumed
    )
    {
        if (declaration.BlockType != BlockType.Bottleneck)
        {
            return options.BottleneckStride is null or BottleneckStride.Conv3x3
                ? declaration.BottleneckStride
                : throw new WeightFileException(
                    file,
                    "its blocks are basic ones, which have no 1x1 convolution to take the stride",
                    "Leave --stride out."
                );
        }

        if (options.BottleneckStride is null && facts?.BottleneckStride is null && declaration.Stages.Count > 1)
        {
            assumed.Add(nameof(declaration.BottleneckStride));
            notes.Add(
                "The weights do not tell which convolution of a block has the stride: the 3x3 one is assumed, as in "
                    + "torchvision and timm; --stride conv1x1 says the first, as in Caffe, Keras, MXNet and Detectron."
            );
        }

        return options.BottleneckStride ?? facts?.BottleneckStride ?? declaration.BottleneckStride;
    }
}
