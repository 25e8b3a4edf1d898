using ResNetGen.Generator.Emit;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator;

/// <summary>
/// Writes the body of a declared method: the choice of a kernel by vector width and by the numbers that its other
/// parameters name. A number that a declaration leaves out fits any value; a width that none has gives the default.
/// </summary>
internal static class KernelChoice
{
    public static string Emit(KernelMethod method, KernelTemplate[] kernels)
    {
        IndentedWriter writer = new();
        using (KernelTemplate.OpenType(writer, method))
        using (writer.OpenBlock(method.Head))
        {
            writer.Line("// The tests are constants: a compiler drops the widths that it cannot use.");
            foreach (VectorSet vectors in VectorSet.All)
            {
                KernelTemplate[] those = [.. kernels.Where(kernel => kernel.Vectors == vectors)];
                if (those.Length == 0)
                {
                    continue;
                }

                if (vectors.Test is null)
                {
                    EmitWidth(writer, method, those);
                    continue;
                }

                EmitIf(vectors.Test, those);
                if (vectors.LinkedTest is not null)
                {
                    EmitIf(vectors.LinkedTest, those, linked: true);
                }
            }

            if (kernels.All(kernel => kernel.Vectors.Test is not null))
            {
                writer.Line("return default;");
            }
        }

        return writer.ToString();

        void EmitIf(string test, KernelTemplate[] those, bool linked = false)
        {
            using (writer.OpenBlock($"if ({test})"))
            {
                EmitWidth(writer, method, those, linked);
            }

            writer.Line();
        }
    }

    private static void EmitWidth(
        IndentedWriter writer,
        KernelMethod method,
        IEnumerable<KernelTemplate> kernels,
        bool linked = false
    )
    {
        if (method.Keys.Count == 0)
        {
            writer.Line($"return {Value(method, kernels.Single(), linked)};");
            return;
        }

        using (writer.OpenBlock($"switch ({string.Join(", ", method.Keys)})"))
        {
            foreach (KernelTemplate kernel in kernels)
            {
                string[] values =
                [
                    .. method.Keys.Select(key => kernel.Numbers.TextOf(MethodReader.PropertyOf(key)) ?? "_"),
                ];
                string label =
                    values.Length > 1 ? $"({string.Join(", ", values)})"
                    : values[0] == "_" ? "var _"
                    : values[0];
                writer.Line($"case {label}: return {Value(method, kernel, linked)};");
            }

            writer.Line($"default: throw new System.ArgumentOutOfRangeException(nameof({method.Keys[0]}));");
        }
    }

    private static string Value(KernelMethod method, KernelTemplate kernel, bool linked)
    {
        string address = $"&{(linked ? kernel.LinkedName : kernel.Name)}";
        return method.GivesPointer
            ? address
            : $"new({string.Join(", ", [address, .. kernel.Sizes.Select(size => $"{size}")])})";
    }
}
