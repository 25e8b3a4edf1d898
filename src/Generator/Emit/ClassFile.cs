using ResNetGen.Generator.Parse;

namespace ResNetGen.Generator.Emit;

/// <summary>
/// The frame of every emitted file: head comment, namespace, the types round the class, the class itself. What is in it
/// means the same whatever stands round it: types are written from <c>global::</c> on or as keywords of C# (so no
/// <c>var</c>, <c>nint</c> or using), simple names are those that the class declares itself, and what is called is a
/// member, not an extension.
/// </summary>
internal static class ClassFile
{
    /// <param name="spec">The network.</param>
    /// <param name="part">What the file holds, as the end of its name: <c>Layer2</c>; empty for the model
    /// itself.</param>
    /// <param name="bases">Interfaces, as C# writes them behind a colon; empty for none.</param>
    /// <param name="summary">Documentation and attributes of the class, line by line; empty for none.</param>
    /// <param name="body">Writes the members.</param>
    public static SourceFile Write(
        Spec spec,
        string part,
        string bases,
        IReadOnlyList<string> summary,
        Action<IndentedWriter> body
    )
    {
        IndentedWriter writer = new();
        WriteHead(writer, spec);
        writer.Line("#nullable enable");
        if (part.Length == 0)
        {
            // A project that declares CLS compliance would be warned of public members that its author cannot change.
            writer.Line("#pragma warning disable CS3001, CS3003 // The runtime's types do not declare CLS compliance.");
        }

        writer.Line();
        if (spec.Class.Namespace.Length > 0)
        {
            writer.Line($"namespace {spec.Class.Namespace};");
            writer.Line();
        }

        Stack<IDisposable> open = new();
        foreach (string container in spec.Class.Containers)
        {
            open.Push(writer.OpenBlock(container));
        }

        foreach (string line in summary)
        {
            writer.Line(line);
        }

        using (writer.OpenBlock($"partial class {spec.Class.Name}{(bases.Length > 0 ? " : " + bases : "")}"))
        {
            body(writer);
        }

        foreach (IDisposable block in open)
        {
            block.Dispose();
        }

        return new SourceFile($"{spec.Class.HintName}{(part.Length > 0 ? "." + part : "")}.g.cs", writer.ToString());
    }

    /// <summary>The head comment.</summary>
    public static void WriteHead(IndentedWriter writer, Spec spec)
    {
        writer.Line(EmittedCopy.FirstLine);
        writer.Line($"{EmittedCopy.SecondLine}{spec.Declaration} on {spec.Class.FullName}.");
        writer.Line("// </auto-generated>");
    }
}
