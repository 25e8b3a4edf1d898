using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// Writes the transforms of F(4x4,3x3) with the points 0, ±√½, ±√2, ∞, of F(4x4,4x4) with ±⅜, ±⅞, ±1¾, ∞ and of F(2x2,3x3) with 0, ±1, ∞. The points
/// of F(4x4) are those whose transforms lose least in float32; they need no more operations than the usual 0, ±1, ±2, ∞. What F(4x4,3x3) divides the
/// weights of a point by (1, -3/2, 6, 1) is in the transform of the products, so that weights are the kernel's polynomial as it is. With stride 2, even pixels go
/// through F(2,2) with the points 0, 1, ∞ and odd ones are points as they are.
/// </summary>
internal static class WinogradTransformEmitter
{
    public static string Emit(WinogradTransform transform)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, transform.Namespace, usesX86: false);
        using (writer.OpenBlock($"unsafe partial class {transform.Class}"))
        {
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            if (transform.IsInput)
            {
                EmitInput(writer, transform);
            }
            else
            {
                EmitOutput(writer, transform);
            }
        }

        return writer.ToString();
    }

    private static void EmitInput(IndentedWriter writer, WinogradTransform t)
    {
        int n = t.Inputs;
        using (writer.OpenBlock($"{t.Accessibility} static partial void {t.Method}(float* x, nint rowStride, float* points, nint pointStride)"))
        {
            EmitConstants(writer, t);
            EmitSquare(writer, n * n);
            writer.Line($"for (int lane = 0; lane < 16; lane += {t.Lanes}, x += {t.Lanes}, points += {t.Lanes})");
            using (writer.OpenBraces(""))
            {
                for (int column = 0; column < n; column++)
                {
                    if (column > 0)
                    {
                        writer.Line();
                    }

                    writer.Line($"// Column {column}, to the square.");
                    using IndentedWriter.Block braces = writer.OpenBraces("");
                    for (int row = 0; row < n; row++)
                    {
                        writer.Line($"{t.Vector}<float> i{row} = {t.Vector}.Load({At("x", row, "rowStride", 16 * column)});");
                    }

                    EmitInputArithmetic(writer, t);
                    for (int row = 0; row < n; row++)
                    {
                        writer.Line($"{t.Vector}.Store(o{row}, {KernelText.At("square", t.Lanes * ((row * n) + column))});");
                    }
                }

                for (int row = 0; row < n; row++)
                {
                    writer.Line();
                    writer.Line($"// Row {row}, to the points.");
                    using IndentedWriter.Block braces = writer.OpenBraces("");
                    for (int column = 0; column < n; column++)
                    {
                        writer.Line($"{t.Vector}<float> i{column} = {t.Vector}.Load({KernelText.At("square", t.Lanes * ((row * n) + column))});");
                    }

                    EmitInputArithmetic(writer, t);
                    for (int column = 0; column < n; column++)
                    {
                        writer.Line($"{t.Vector}.Store(o{column}, {At("points", t.PointAt(row, column), "pointStride")});");
                    }
                }
            }
        }
    }

    private static void EmitOutput(IndentedWriter writer, WinogradTransform t)
    {
        int n = t.Inputs;
        int m = t.Outputs;
        string parameters = "float* points, nint pointStride, float* bias, float* residual, nint residualRow, float floor, float* y, nint rowStride";
        using (writer.OpenBlock($"{t.Accessibility} static partial void {t.Method}({parameters})"))
        {
            EmitConstants(writer, t);
            EmitSquare(writer, m * n);
            writer.Line($"{t.Vector}<float> least = {t.Vector}.Create(floor);");
            writer.Line($"for (int lane = 0; lane < 16; lane += {t.Lanes}, points += {t.Lanes}, y += {t.Lanes})");
            using (writer.OpenBraces(""))
            {
                for (int column = 0; column < n; column++)
                {
                    if (column > 0)
                    {
                        writer.Line();
                    }

                    writer.Line($"// Column {column}, to the square.");
                    using IndentedWriter.Block braces = writer.OpenBraces("");
                    for (int row = 0; row < n; row++)
                    {
                        writer.Line($"{t.Vector}<float> i{row} = {t.Vector}.Load({At("points", t.PointAt(row, column), "pointStride")});");
                    }

                    EmitOutputArithmetic(writer, t);
                    for (int row = 0; row < m; row++)
                    {
                        writer.Line($"{t.Vector}.Store(o{row}, {KernelText.At("square", t.Lanes * ((row * n) + column))});");
                    }
                }

                writer.Line();
                writer.Line($"{t.Vector}<float> b = {t.Vector}.Load(bias + lane);");
                for (int row = 0; row < m; row++)
                {
                    writer.Line();
                    writer.Line($"// Row {row}, to the outputs.");
                    using IndentedWriter.Block braces = writer.OpenBraces("");
                    for (int column = 0; column < n; column++)
                    {
                        writer.Line($"{t.Vector}<float> i{column} = {t.Vector}.Load({KernelText.At("square", t.Lanes * ((row * n) + column))});");
                    }

                    EmitOutputArithmetic(writer, t);
                    for (int column = 0; column < m; column++)
                    {
                        writer.Line($"o{column} += b;");
                    }

                    writer.Line();
                    using (writer.OpenBlock("if (residual != null)"))
                    {
                        for (int column = 0; column < m; column++)
                        {
                            writer.Line($"o{column} += {t.Vector}.Load({At("residual + lane", row, "residualRow", 16 * column)});");
                        }
                    }

                    writer.Line();
                    for (int column = 0; column < m; column++)
                    {
                        writer.Line($"{t.Vector}.Store({t.Vector}.MaxNative(least, o{column}), {At("y", row, "rowStride", 16 * column)});");
                    }
                }
            }
        }
    }

    private static void EmitConstants(IndentedWriter writer, WinogradTransform t)
    {
        if (t.Outputs == 2)
        {
            return;
        }

        if (t.Taps == 4)
        {
            PairedPoints.EmitConstants(writer, t);
            return;
        }

        (string Name, string Value)[] constants = t.IsInput
            ? [("minus2_5", "-2.5f"), ("minus2", "-2f"), ("minusHalf", "-0.5f"), ("root", "0.70710678118654752f"), ("root2", "1.4142135623730951f")]
            : [
                ("minusTwoThirds", "-0.66666666666666667f"),
                ("sixth", "0.16666666666666667f"),
                ("third", "0.33333333333333333f"),
                ("rootThird", "0.23570226039551584f"),
                ("root2Third", "0.47140452079103168f"),
                ("minusRoot2Third", "-0.47140452079103168f"),
                ("minusRootThird", "-0.23570226039551584f"),
            ];
        foreach ((string name, string value) in constants)
        {
            writer.Line($"{t.Vector}<float> {name} = {t.Vector}.Create({value});");
        }
    }

    private static void EmitSquare(IndentedWriter writer, int vectors)
    {
        writer.Line($"float* room = stackalloc float[{(vectors * 16) + 16}];");
        writer.Line("float* square = (float*)(((nint)room + 63) & ~(nint)63);");
    }

    // One dimension of the input transform: i0.. to o0..
    private static void EmitInputArithmetic(IndentedWriter writer, WinogradTransform t)
    {
        string vector = $"{t.Vector}<float>";
        if (t.Stride == 2)
        {
            writer.Line($"{vector} o0 = i0 - i2;");
            writer.Line($"{vector} o1 = i2;");
            writer.Line($"{vector} o2 = i4 - i2;");
            writer.Line($"{vector} o3 = i1;");
            writer.Line($"{vector} o4 = i3;");
            return;
        }

        if (t.Outputs == 2)
        {
            writer.Line($"{vector} o0 = i0 - i2;");
            writer.Line($"{vector} o1 = i1 + i2;");
            writer.Line($"{vector} o2 = i2 - i1;");
            writer.Line($"{vector} o3 = i3 - i1;");
            return;
        }

        string f = KernelText.MultiplyAdd(t.Bits);
        if (t.Taps == 4)
        {
            PairedPoints.EmitInputArithmetic(writer, vector, f);
            return;
        }

        writer.Line($"{vector} o0 = {f}(minus2_5, i2, i0 + i4);");
        writer.Line($"{vector} o5 = {f}(minus2_5, i3, i1 + i5);");
        writer.Line($"{vector} even1 = {f}(minus2, i2, i4);");
        writer.Line($"{vector} odd1 = {f}(minus2, i1, i3) * root;");
        writer.Line($"{vector} even2 = {f}(minusHalf, i2, i4);");
        writer.Line($"{vector} odd2 = {f}(minusHalf, i1, i3) * root2;");
        writer.Line($"{vector} o1 = even1 + odd1;");
        writer.Line($"{vector} o2 = even1 - odd1;");
        writer.Line($"{vector} o3 = even2 + odd2;");
        writer.Line($"{vector} o4 = even2 - odd2;");
    }

    // One dimension of the output transform: i0.. to o0..
    private static void EmitOutputArithmetic(IndentedWriter writer, WinogradTransform t)
    {
        string vector = $"{t.Vector}<float>";
        if (t.Stride == 2)
        {
            writer.Line($"{vector} o0 = i0 + i1 + i3;");
            writer.Line($"{vector} o1 = i1 + i2 + i4;");
            return;
        }

        if (t.Outputs == 2)
        {
            writer.Line($"{vector} o0 = i0 + i1 + i2;");
            writer.Line($"{vector} o1 = i1 - i2 + i3;");
            return;
        }

        string f = KernelText.MultiplyAdd(t.Bits);
        if (t.Taps == 4)
        {
            PairedPoints.EmitOutputArithmetic(writer, vector, f);
            return;
        }

        writer.Line($"{vector} sum1 = i1 + i2;");
        writer.Line($"{vector} difference1 = i1 - i2;");
        writer.Line($"{vector} sum2 = i3 + i4;");
        writer.Line($"{vector} difference2 = i3 - i4;");
        writer.Line($"{vector} o0 = {f}(sixth, sum2, {f}(minusTwoThirds, sum1, i0));");
        writer.Line($"{vector} o1 = {f}(rootThird, difference2, minusRoot2Third * difference1);");
        writer.Line($"{vector} o2 = third * (sum2 - sum1);");
        writer.Line($"{vector} o3 = {f}(root2Third, difference2, {f}(minusRootThird, difference1, i5));");
    }

    private static string At(string pointer, int count, string stride, int floats = 0) => KernelText.At(
        count switch
        {
            0 => pointer,
            1 => $"{pointer} + {stride}",
            _ => $"{pointer} + ({count} * {stride})",
        },
        floats);
}
