namespace ResNetGen.Generator.Emit;

/// <summary>
/// Writes the C functions of a network, a line each over the runtime, and the header as a fact of the assembly.
/// </summary>
internal static class NativeEmitter
{
    private const int MostParametersOfALine = 3;

    /// <summary>The functions, as a class in the model's.</summary>
    public static void EmitFunctions(IndentedWriter writer, NativeInterface native)
    {
        writer.Line(
            "#pragma warning disable CS3016 // A project that declares CLS compliance would be warned of the attribute's array."
        );
        writer.Line(
            $"/// <summary>What a native library exports: the functions of <c>{native.HeaderName}</c>.</summary>"
        );
        using (writer.OpenBlock("private static class NativeFunctions"))
        {
            bool first = true;
            foreach (NativeFunction function in NativeFunction.Of(native))
            {
                if (!first)
                {
                    writer.Line();
                }

                first = false;
                EmitFunction(writer, $"{native.Prefix}_{function.Name}", function);
            }
        }
    }

    /// <summary>The header, as an attribute of the assembly: that is where a build finds it.</summary>
    public static SourceFile EmitHeader(Spec spec, NativeInterface native)
    {
        string header = HeaderFile.Write(native);
        string quotes = new('"', Math.Max(3, LongestRunOfQuotes(header) + 1));
        IndentedWriter writer = new();
        ClassFile.WriteHead(writer, spec);
        writer.Line();
        writer.Line($"[assembly: global::ResNetGen.Runtime.NativeHeader({Text.Quote(native.HeaderName)},");
        using (writer.Indent())
        {
            writer.Line(quotes);
            foreach (string line in header.Split('\n'))
            {
                writer.Line(line);
            }

            writer.Line(quotes + ")]");
        }

        return new SourceFile($"{spec.Class.HintName}.Header.g.cs", writer.ToString());
    }

    private static void EmitFunction(IndentedWriter writer, string name, NativeFunction function)
    {
        string result = function.Result.EndsWith("*", StringComparison.Ordinal) ? "global::System.IntPtr" : "int";
        string[] parameters =
        [
            .. function.Parameters.Select(parameter => $"{parameter.ManagedType} {parameter.ManagedName}"),
        ];
        writer.Line("[global::System.Runtime.InteropServices.UnmanagedCallersOnly(");
        using (writer.Indent())
        {
            writer.Line($"EntryPoint = {Text.Quote(name)},");
            writer.Line("CallConvs = [typeof(global::System.Runtime.CompilerServices.CallConvCdecl)])]");
        }

        if (parameters.Length <= MostParametersOfALine)
        {
            writer.Line($"public static {result} {name}({string.Join(", ", parameters)}) =>");
            using (writer.Indent())
            {
                writer.Line(function.Body + ";");
            }

            return;
        }

        writer.Line($"public static {result} {name}(");
        using (writer.Indent())
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                writer.Line(parameters[i] + (i < parameters.Length - 1 ? "," : ") =>"));
            }

            writer.Line(function.Body + ";");
        }
    }

    private static int LongestRunOfQuotes(string text)
    {
        int longest = 0,
            run = 0;
        foreach (char character in text)
        {
            run = character == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
