namespace ResNetGen.Generator;

/// <summary>
/// One declared network, checked and with every default filled in. It is what the incremental cache compares, so it
/// holds only strings, numbers and equatable collections: no symbol, no syntax, no location.
/// </summary>
internal sealed record Spec
{
    /// <summary>The class that carries the attribute.</summary>
    public required ModelClass Class { get; init; }

    /// <summary>
    /// The attribute as the user wrote it, on one line, such as <c>[ResNet(50, Classes = 10)]</c>: for the head of the
    /// emitted files.
    /// </summary>
    public required string Declaration { get; init; }

    public required BlockType BlockType { get; init; }

    /// <summary>Blocks in each stage.</summary>
    public required EquatableArray<int> Stages { get; init; }

    public int Classes { get; init; } = 1000;
    public int InputChannels { get; init; } = 3;
    public int InputHeight { get; init; } = 224;
    public int InputWidth { get; init; } = 224;
    public int Batch { get; init; } = 1;
    public int BaseWidth { get; init; } = 64;
    public Stem Stem { get; init; } = Stem.Conv7x7;
    public Shortcut Shortcut { get; init; } = Shortcut.Projection;
    public int Groups { get; init; } = 1;
    public int WidthPerGroup { get; init; } = 64;
    public BottleneckStride BottleneckStride { get; init; } = BottleneckStride.Conv3x3;
    public ConvolutionMode Convolution { get; init; } = ConvolutionMode.Auto;

    /// <summary>Whether the build embeds weights of the class: the project's business, not the attribute's.</summary>
    public bool HasEmbeddedWeights { get; init; }

    /// <summary>What the names of the C functions begin with; <see langword="null"/> for none.</summary>
    public string? NativeExport { get; init; }

    /// <summary>How large the network is.</summary>
    public NetworkSize Size =>
        new(BlockType, Stages, Stem, Shortcut, BaseWidth, Groups, WidthPerGroup, InputChannels, Classes);
}

/// <summary>Where the emitted code goes: the class, and what is written round it.</summary>
internal sealed record ModelClass
{
    /// <summary>The namespace, with <c>@</c> where an identifier needs it; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>
    /// Types the class is nested in, outermost first, as they are reopened: <c>partial class Outer</c>, <c>partial
    /// record struct Other</c>.
    /// </summary>
    public required EquatableArray<string> Containers { get; init; }

    /// <summary>The class's own name, with <c>@</c> where it needs it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its author has sealed it. Nothing can derive from it anyway.</summary>
    public bool IsSealed { get; init; }

    /// <summary>
    /// The start of the emitted files' names, unique in the compilation on any disk: full name without <c>@</c>, a
    /// nested class behind <c>+</c>, such as <c>Demo.Outer+Classifier</c>.
    /// </summary>
    public required string HintName { get; init; }

    /// <summary>The full name as code writes it wherever it stands: <c>global::Demo.Outer.@record</c>.</summary>
    public string GlobalName => "global::" + JoinedName;

    /// <summary>The full name, as people write it: <c>Demo.Outer.Classifier</c>.</summary>
    public string FullName => JoinedName.Replace("@", "");

    private string JoinedName =>
        string.Join(
            ".",
            new[] { Namespace }
                .Concat(Containers.Select(container => container.Substring(container.LastIndexOf(' ') + 1)))
                .Append(Name)
                .Where(part => part.Length > 0)
        );
}
