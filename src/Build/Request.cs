namespace ResNetGen.Build;

/// <summary>
/// What there is to do, as ResNetGen.Weights.targets writes it: a line for each thing, its kind first, with tabs
/// between.
/// </summary>
internal sealed record Request
{
    /// <summary>The project file: where errors are, for want of a place in it.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the assembly that it compiles to.</summary>
    public required string AssemblyName { get; init; }

    /// <summary>The file of the key that the assembly is signed with; empty if it is not.</summary>
    public required string KeyFile { get; init; }

    /// <summary>The folder of the SDK's compiler.</summary>
    public required string CompilerFolder { get; init; }

    /// <summary>The version of C#, as the project file has it; empty for the default.</summary>
    public required string LanguageVersion { get; init; }

    /// <summary>Symbols of the preprocessor.</summary>
    public required IReadOnlyList<string> Defines { get; init; }

    /// <summary>The project's sources, written ones and generated ones.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The assemblies it references.</summary>
    public required IReadOnlyList<ReferenceItem> References { get; init; }

    /// <summary>The weights to pack.</summary>
    public required IReadOnlyList<WeightItem> Weights { get; init; }

    /// <summary>A file that is written when all is done; until then, the next build tries again.</summary>
    public required string Stamp { get; init; }

    /// <summary>A file for the names of those that weights were read from, beside those that the project
    /// names.</summary>
    public required string Read { get; init; }

    /// <summary>A file for the text of the last error.</summary>
    public required string Failure { get; init; }

    /// <summary>Reads a request.</summary>
    public static Request Of(string path) => Parse(File.ReadAllLines(path));

    internal static Request Parse(IEnumerable<string> lines)
    {
        ILookup<string, string[]> values = lines
            .Select(line => line.Split('\t'))
            .ToLookup(fields => fields[0], fields => fields[1..]);
        return new Request
        {
            Project = One("project"),
            AssemblyName = One("assembly"),
            KeyFile = One("key"),
            CompilerFolder = One("compiler"),
            LanguageVersion = One("language"),
            Defines = List(One("define")),
            Sources = [.. values["source"].Select(fields => fields[0])],
            References = [.. values["reference"].Select(fields => new ReferenceItem(fields[0], List(fields[1])))],
            Weights =
            [
                .. values["weights"]
                    .Select(fields => new WeightItem(fields[0], fields[1], fields[2], fields[3], fields[4])),
            ],
            Stamp = One("stamp"),
            Read = One("read"),
            Failure = One("failure"),
        };

        string One(string kind) => values[kind].Single()[0];

        // With whatever separators the compiler takes.
        static string[] List(string text) => text.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>An assembly that the project references.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Aliases">What <c>extern alias</c> calls it; none for most.</param>
internal sealed record ReferenceItem(string Path, IReadOnlyList<string> Aliases);

/// <summary>An item <c>ResNetWeights</c> of the project.</summary>
/// <param name="File">The file of the weights, as the project has it.</param>
/// <param name="Model">Full name of the class.</param>
/// <param name="Storage">How the weights are stored; empty for F32.</param>
/// <param name="Vectors">The width of vectors that they are for; empty for all.</param>
/// <param name="Packed">The packed file to write.</param>
internal sealed record WeightItem(string File, string Model, string Storage, string Vectors, string Packed);
