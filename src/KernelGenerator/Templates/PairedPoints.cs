namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// The arithmetic of F(4x4,4x4) at three pairs of opposite points and infinity: the halves of a polynomial in x² serve
/// both points of a pair. With the squares of the other pairs, the inputs are weighted by (x + p)(x² - q²)(x² - s²).
/// All constants are exact in float32.
/// </summary>
internal static class PairedPoints
{
    private const int Pairs = 3;

    public static IEnumerable<(string Name, double Value)> Constants(bool isInput)
    {
        for (int i = 0; i < Pairs; i++)
        {
            yield return ($"p{i}", Point(i).Value);
            if (isInput)
            {
                (double q, double s) = (Square((i + 1) % Pairs), Square((i + 2) % Pairs));
                yield return ($"minusP{i}", -Point(i).Value);
                yield return ($"minusSum{i}", -(q + s));
                yield return ($"product{i}", q * s);
            }
            else
            {
                yield return ($"square{i}", Square(i));
                yield return ($"cube{i}", Point(i).Power(3));
            }
        }

        if (isInput)
        {
            (double a, double b, double c) = (Square(0), Square(1), Square(2));
            yield return ("minusSums", -(a + b + c));
            yield return ("products", (a * b) + (b * c) + (c * a));
            yield return ("minusProduct", -(a * b * c));
        }
    }

    /// <summary>One dimension of the input transform: i0.. to o0.., the pairs and then infinity.</summary>
    public static IEnumerable<(string Name, string Expression)> Input(Func<string, string, string, string> f)
    {
        for (int i = 0; i < Pairs; i++)
        {
            yield return ($"even{i}", f($"product{i}", "i0", f($"minusSum{i}", "i2", "i4")));
            yield return ($"odd{i}", f($"product{i}", "i1", f($"minusSum{i}", "i3", "i5")));
            yield return ($"o{2 * i}", f($"p{i}", $"even{i}", $"odd{i}"));
            yield return ($"o{(2 * i) + 1}", f($"minusP{i}", $"even{i}", $"odd{i}"));
        }

        yield return ("o6", f("minusProduct", "i0", f("products", "i2", f("minusSums", "i4", "i6"))));
    }

    /// <summary>One dimension of the output transform: i0.. to o0..</summary>
    public static IEnumerable<(string Name, string Expression)> Output(Func<string, string, string, string> f)
    {
        for (int i = 0; i < Pairs; i++)
        {
            yield return ($"sum{i}", $"i{2 * i} + i{(2 * i) + 1}");
            yield return ($"difference{i}", $"i{2 * i} - i{(2 * i) + 1}");
        }

        yield return ("o0", "sum0 + sum1 + sum2");
        yield return ("o1", f("p2", "difference2", f("p1", "difference1", "p0 * difference0")));
        yield return ("o2", f("square2", "sum2", f("square1", "sum1", "square0 * sum0")));
        yield return ("o3", f("cube2", "difference2", f("cube1", "difference1", f("cube0", "difference0", "i6"))));
    }

    private static WinogradPoint Point(int pair) => WinogradPoints.OfStem[2 * pair];

    private static double Square(int pair) => Point(pair).Power(2);
}
