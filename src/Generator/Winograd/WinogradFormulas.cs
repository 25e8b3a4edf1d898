using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.Winograd;

/// <summary>
/// One dimension of the transforms, as C#: from i0.. to o0.. F(4,3) has the points 0, ±√½, ±√2, ∞: those whose
/// transforms lose least in float32; they need no more operations than the usual 0, ±1, ±2, ∞. What it divides the
/// weights of a point by (1, -3/2, 6, 1), and F(4,2) by (2, -2, -6, 6, 1), is in the transform of the products, so that
/// weights are the kernel's polynomial as it is. F(2,3) has 0, ±1, ∞. With stride 2, even pixels go through F(2,2) with
/// the points 0, 1, ∞ or F(4,2) with 0, ±1, 2, ∞, and odd ones are points as they are. Narrow squares have half the
/// outputs, from a part of the points and the same weights: what the other points would have changed is in both
/// transforms.
/// </summary>
internal static class WinogradFormulas
{
    public static (string Name, string Value)[] Constants(WinogradTransform t) =>
        t.IsInput
            ?
            [
                ("two", "2f"),
                ("three", "3f"),
                ("minus2_5", "-2.5f"),
                ("minus2", "-2f"),
                ("minusHalf", "-0.5f"),
                ("root", "0.70710678118654752f"),
                ("root2", "1.4142135623730951f"),
            ]
            :
            [
                ("minusTwoThirds", "-0.66666666666666667f"),
                ("sixth", "0.16666666666666667f"),
                ("third", "0.33333333333333333f"),
                ("rootThird", "0.23570226039551584f"),
                ("root2Third", "0.47140452079103168f"),
                ("minusRoot2Third", "-0.47140452079103168f"),
                ("minusRootThird", "-0.23570226039551584f"),
                ("root", "0.70710678118654752f"),
                ("half", "0.5f"),
                ("twoThirds", "0.66666666666666667f"),
                ("fourThirds", "1.3333333333333333f"),
            ];

    public static (string Name, string Expression)[] Input(WinogradTransform t, int outputs)
    {
        string f = KernelText.MultiplyAdd(t.Bits);
        return (t.Outputs, t.Stride, outputs) switch
        {
            (2, 2, 1) => [("o0", "i0"), ("o2", "i2"), ("o3", "i1")],
            (2, 2, _) => [("o0", "i0 - i2"), ("o1", "i2"), ("o2", "i4 - i2"), ("o3", "i1"), ("o4", "i3")],
            (2, _, 1) => [("o0", "i0 - i1"), ("o1", "i1 + i1"), ("o3", "i2 - i1")],
            (2, _, _) => [("o0", "i0 - i2"), ("o1", "i1 + i2"), ("o2", "i2 - i1"), ("o3", "i3 - i1")],
            (4, 2, 2) => [("o0", "i0 - i2"), ("o1", "i2"), ("o4", "i4 - i2"), ("o5", "i1"), ("o6", "i3")],
            (4, 2, _) =>
            [
                ("difference", "i6 - i2"),
                ("o0", $"{f}(two, i0 - i4, difference)"),
                ("o1", "difference - (i2 + i4)"),
                ("o2", $"{f}(three, i2 - i4, difference)"),
                ("o3", "difference"),
                ("o4", $"{f}(minus2, difference, i8 - i4)"),
                ("o5", "i1"),
                ("o6", "i3"),
                ("o7", "i5"),
                ("o8", "i7"),
            ],
            (4, _, 2) =>
            [
                ("o0", $"{f}(minus2, i2, i0)"),
                ("odd1", "i1 * root"),
                ("o1", "i2 + odd1"),
                ("o2", "i2 - odd1"),
                ("o5", $"{f}(minusHalf, i1, i3)"),
            ],
            _ =>
            [
                ("o0", $"{f}(minus2_5, i2, i0 + i4)"),
                ("o5", $"{f}(minus2_5, i3, i1 + i5)"),
                ("even1", $"{f}(minus2, i2, i4)"),
                ("odd1", $"{f}(minus2, i1, i3) * root"),
                ("even2", $"{f}(minusHalf, i2, i4)"),
                ("odd2", $"{f}(minusHalf, i1, i3) * root2"),
                ("o1", "even1 + odd1"),
                ("o2", "even1 - odd1"),
                ("o3", "even2 + odd2"),
                ("o4", "even2 - odd2"),
            ],
        };
    }

    public static (string Name, string Expression)[] Output(WinogradTransform t, int outputs)
    {
        string f = KernelText.MultiplyAdd(t.Bits);
        return (t.Outputs, t.Stride, outputs) switch
        {
            (2, 2, 1) => [("o0", "i0 + i2 + i3")],
            (2, 2, _) => [("o0", "i0 + i1 + i3"), ("o1", "i1 + i2 + i4")],
            (2, _, 1) => [("o0", "i0 + i1 + i3")],
            (2, _, _) => [("o0", "i0 + i1 + i2"), ("o1", "i1 - i2 + i3")],
            (4, 2, 2) => [("o0", "i0 + i1 + i5"), ("o1", "i1 + i4 + i6")],
            (4, 2, _) =>
            [
                ("half1", "half * i1"),
                ("sixth2", "sixth * i2"),
                ("sum", "half1 + sixth2"),
                ("difference", "sixth2 - half1"),
                ("o0", $"{f}(half, i0, {f}(sixth, i3, i5 - sum))"),
                ("o1", $"{f}(third, i3, difference + i6)"),
                ("o2", $"{f}(twoThirds, i3, i7 - sum)"),
                ("o3", $"{f}(fourThirds, i3, difference + i4) + i8"),
            ],
            (4, _, 2) => [("o0", "i0 + i1 + i2"), ("o1", $"{f}(root, i1 - i2, i5)")],
            _ =>
            [
                ("sum1", "i1 + i2"),
                ("difference1", "i1 - i2"),
                ("sum2", "i3 + i4"),
                ("difference2", "i3 - i4"),
                ("o0", $"{f}(sixth, sum2, {f}(minusTwoThirds, sum1, i0))"),
                ("o1", $"{f}(rootThird, difference2, minusRoot2Third * difference1)"),
                ("o2", "third * (sum2 - sum1)"),
                ("o3", $"{f}(root2Third, difference2, {f}(minusRootThird, difference1, i5))"),
            ],
        };
    }
}
