using System.Text;
using ResNetGen.Generator;
using ResNetGen.Generator.Plan;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// A class for an imported network: the source that declares it, to be compiled in a project with ResNetGen, and the
/// file with its weights.
/// </summary>
/// <example><code>
/// using Checkpoint checkpoint = Checkpoint.Open("resnet50.pth");
/// new NetworkClass(ImportedNetwork.Recognise(checkpoint), "Birds", "Demo").Write("Models");
/// </code></example>
public sealed class NetworkClass
{
    private readonly ImportedNetwork _network;
    private readonly ClassSource _source;

    /// <summary>Plans the network and composes the source; nothing is written.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Name of the class.</param>
    /// <param name="containingNamespace">Its namespace; empty for the global one.</param>
    /// <exception cref="ArgumentException">A class cannot be called so; <see cref="WhatIsWrongWith"/> tells in
    /// advance.</exception>
    public NetworkClass(ImportedNetwork network, string name, string containingNamespace = "")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(containingNamespace);
        if (WhatIsWrongWith(name, containingNamespace) is { } problem)
        {
            throw new ArgumentException(problem + ".", nameof(name));
        }

        _network = network;
        _source = new(network, name, containingNamespace);
        Info = Plan(network.Declaration, name, containingNamespace);
    }

    /// <summary>What the compiled class will say of itself: layers, sizes, costs.</summary>
    public ModelInfo Info { get; }

    /// <summary>The name of the file of the source: <c>Birds.cs</c>.</summary>
    public string SourceFile => _source.Name + ".cs";

    /// <summary>What is to be known of it: what was assumed for want of it in the checkpoint, a sentence
    /// each.</summary>
    public IReadOnlyList<string> Notes => _source.Notes;

    /// <summary>A name for the class of a checkpoint, from that of its file or its folder.</summary>
    /// <param name="path">The path of the checkpoint.</param>
    public static string NameFor(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ClassNames.Of(path);
    }

    /// <summary>
    /// Why a class cannot have a name, and what to write instead; <see langword="null"/> if it can. It is no keyword,
    /// and none that the class uses for something else.
    /// </summary>
    /// <param name="name">Name of the class.</param>
    /// <param name="containingNamespace">Its namespace; empty for the global one.</param>
    public static string? WhatIsWrongWith(string name, string containingNamespace = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(containingNamespace);
        return ClassNames.WhatIsWrong(name) ?? ClassNames.WhatIsWrongWithNamespace(containingNamespace);
    }

    /// <summary>The name of the file of the weights: <c>birds.safetensors</c>.</summary>
    /// <param name="packed">Whether it is a packed file.</param>
    public string WeightsFile(bool packed = false) => _source.WeightsFile(packed);

    /// <summary>The source: it compiles as it is.</summary>
    /// <param name="packed">Whether the weights are in a packed file.</param>
    public string Source(bool packed = false) => _source.Text(packed);

    /// <summary>
    /// Writes source and weights: both, or neither. They are written under other names, and moved when they are whole.
    /// The folder is made if there is none.
    /// </summary>
    /// <param name="folder">Where to.</param>
    /// <param name="packed">Whether the weights are packed, in F32, for this class and this version of
    /// ResNetGen.</param>
    /// <param name="overwrite">Whether files that are there already are replaced.</param>
    /// <param name="progress">Told, on this thread, which share of the weights is written, or packed.</param>
    /// <param name="cancellationToken">Ends the work; nothing stays behind.</param>
    /// <exception cref="WeightException">The weights cannot be read, or have values that no network can
    /// use.</exception>
    /// <exception cref="IOException">Something is there already, or a file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public void Write(
        string folder,
        bool packed = false,
        bool overwrite = false,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Replaceable replaceable = overwrite ? Replaceable.Any : Replaceable.None;
        using NewFolder made = new(folder);
        using TargetFile source = new(
            Path.Combine(folder, SourceFile),
            replaceable,
            stream => stream.Write(Encoding.UTF8.GetBytes(Source(packed)))
        );

        // Where they stay, or to pack them from there.
        string weights = Path.Combine(folder, WeightsFile(packed));
        using TargetFile plain = new(
            weights,
            replaceable,
            stream =>
                SafetensorsWriter.Write(
                    stream,
                    _network.Tensors.Select(tensor => tensor.Values),
                    progress: packed ? null : progress,
                    cancellationToken: cancellationToken
                )
        );
        using SafetensorsFile file = SafetensorsFile.Read(_network.Checkpoint.Name, MappedBytes.Open(plain.Temporary));
        if (packed)
        {
            using TargetFile target = new(
                weights,
                replaceable,
                stream =>
                    PackedWriter.Write(Info, file, WeightStorage.F32, width: null, stream, progress, cancellationToken)
            );
            TargetFile.Move([source, target]);
        }
        else
        {
            WeightLoader.Check(Info, file, cancellationToken);
            file.Dispose();
            TargetFile.Move([source, plain]);
        }

        made.Keep();
    }

    /// <summary>The facts of a network of a declaration, as the class of that name has them.</summary>
    internal static ModelInfo Plan(NetworkDeclaration declaration, string name, string containingNamespace = "") =>
        Planner
            .Plan(
                new Spec
                {
                    Class = new ModelClass
                    {
                        Namespace = containingNamespace,
                        Containers = Array.Empty<string>().ToEquatableArray(),
                        Name = name,
                        HintName = name,
                    },
                    Declaration = declaration.ToString(),
                    BlockType = declaration.BlockType,
                    Stages = declaration.Stages.ToEquatableArray(),
                    Classes = declaration.Classes,
                    InputChannels = declaration.InputChannels,
                    InputHeight = declaration.InputHeight,
                    InputWidth = declaration.InputWidth,
                    BaseWidth = declaration.BaseWidth,
                    Stem = declaration.Stem,
                    Shortcut = declaration.Shortcut,
                    Groups = declaration.Groups,
                    WidthPerGroup = declaration.WidthPerGroup,
                    BottleneckStride = declaration.BottleneckStride,
                }
            )
            .Info;
}
