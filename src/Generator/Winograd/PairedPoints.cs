using System.Globalization;
using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// The arithmetic of F(4x4,4x4) at three pairs of opposite points and infinity: the halves of a polynomial in x² serve
/// both points of a pair. With the squares of the other pairs, the inputs are weighted by (x + p)(x² - q²)(x² - s²).
/// All constants are exact in float32.
/// </summary>
internal static class PairedPoints
{
    private static readonly double[] Points = [3.0 / 8, 7.0 / 8, 7.0 / 4];

    public static void EmitConstants(IndentedWriter writer, WinogradTransform t)
    {
        for (int i = 0; i < 3; i++)
        {
            double p = Points[i];
            Emit($"p{i}", p);
            if (t.IsInput)
            {
                (double q, double s) = (Square(i + 1), Square(i + 2));
                Emit($"minusP{i}", -p);
                Emit($"minusSum{i}", -(q + s));
                Emit($"product{i}", q * s);
            }
            else
            {
                Emit($"square{i}", p * p);
                Emit($"cube{i}", p * p * p);
            }
        }

        if (t.IsInput)
        {
            (double a, double b, double c) = (Square(0), Square(1), Square(2));
            Emit("minusSums", -(a + b + c));
            Emit("products", (a * b) + (b * c) + (c * a));
            Emit("minusProduct", -(a * b * c));
        }

        void Emit(string name, double value) =>
            writer.Line(
                $"{t.Vector}<float> {name} = {t.Vector}.Create({value.ToString("R", CultureInfo.InvariantCulture)}f);"
            );
    }

    /// <summary>One dimension of the input transform: i0.. to o0.., the pairs and then infinity.</summary>
    public static IEnumerable<(string Name, string Expression)> InputFormulas(string multiplyAdd)
    {
        for (int i = 0; i < 3; i++)
        {
            yield return ($"even{i}", $"{multiplyAdd}(product{i}, i0, {multiplyAdd}(minusSum{i}, i2, i4))");
            yield return ($"odd{i}", $"{multiplyAdd}(product{i}, i1, {multiplyAdd}(minusSum{i}, i3, i5))");
            yield return ($"o{2 * i}", $"{multiplyAdd}(p{i}, even{i}, odd{i})");
            yield return ($"o{(2 * i) + 1}", $"{multiplyAdd}(minusP{i}, even{i}, odd{i})");
        }

        yield return (
            "o6",
            $"{multiplyAdd}(minusProduct, i0, {multiplyAdd}(products, i2, {multiplyAdd}(minusSums, i4, i6)))"
        );
    }

    /// <summary>One dimension of the output transform: i0.. to o0..</summary>
    public static IEnumerable<(string Name, string Expression)> OutputFormulas(string multiplyAdd)
    {
        for (int i = 0; i < 3; i++)
        {
            yield return ($"sum{i}", $"i{2 * i} + i{(2 * i) + 1}");
            yield return ($"difference{i}", $"i{2 * i} - i{(2 * i) + 1}");
        }

        yield return ("o0", "sum0 + sum1 + sum2");
        yield return ("o1", $"{multiplyAdd}(p2, difference2, {multiplyAdd}(p1, difference1, p0 * difference0))");
        yield return ("o2", $"{multiplyAdd}(square2, sum2, {multiplyAdd}(square1, sum1, square0 * sum0))");
        yield return (
            "o3",
            $"{multiplyAdd}(cube2, difference2, {multiplyAdd}(cube1, difference1, {multiplyAdd}(cube0, difference0, i6)))"
        );
    }

    private static double Square(int pair) => Points[pair % 3] * Points[pair % 3];
}
