namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// One dimension of the transforms, as C#: from i0.. to o0.., at the points of <see cref="WinogradPoints"/>. What F(4,3)
/// divides the weights of a point by (1, -3/2, 6, 1), and F(4,2) by (2, -2, -6, 6, 1), is in the transform of the
/// products, so that weights are the kernel's polynomial as it is. With stride 2, even pixels go through F(2,2) or
/// F(4,2), and odd ones are points as they are. Narrow squares have half the outputs, from a part of the points and the
/// same weights: what the other points would have changed is in both transforms.
/// </summary>
internal static class WinogradFormulas
{
    public static (string Name, double Value)[] Constants(bool isInput)
    {
        (WinogradPoint near, WinogradPoint far) = (WinogradPoints.Of4[1], WinogradPoints.Of4[3]);
        WinogradPoint last = WinogradPoints.Of4Stride2[3];
        if (isInput)
        {
            return
            [
                ("two", last.Value),
                ("three", 1 + last.Value),
                ("minus2_5", -(near.Power(2) + far.Power(2))),
                ("minus2", -far.Power(2)),
                ("minusHalf", -near.Power(2)),
                ("root", near.Value),
                ("root2", far.Value),
            ];
        }

        // Powers of the points, divided by their distances.
        (double nearDivided, double farDivided) = (1 / Distances(1), 1 / Distances(3));
        double lastDivided = 1 / WinogradPoints.Distances(WinogradPoints.Of4Stride2, 3);
        return
        [
            ("minusTwoThirds", nearDivided),
            ("sixth", farDivided),
            ("third", far.Power(2) * farDivided),
            ("rootThird", far.Value * farDivided),
            ("root2Third", far.Power(3) * farDivided),
            ("minusRoot2Third", near.Value * nearDivided),
            ("minusRootThird", near.Power(3) * nearDivided),
            ("root", near.Value),
            ("half", 1 / WinogradPoints.Distances(WinogradPoints.Of4Stride2, 0)),
            ("twoThirds", last.Power(2) * lastDivided),
            ("fourThirds", last.Power(3) * lastDivided),
        ];

        static double Distances(int point) => WinogradPoints.Distances(WinogradPoints.Of4, point);
    }

    /// <summary>The transform of inputs of F(m,3), for so many outputs.</summary>
    public static (string Name, string Expression)[] Input(
        int m,
        int stride,
        int outputs,
        Func<string, string, string, string> f
    ) =>
        (m, stride, outputs) switch
        {
            (2, 2, 1) => [("o0", "i0"), ("o2", "i2"), ("o3", "i1")],
            (2, 2, _) => [("o0", "i0 - i2"), ("o1", "i2"), ("o2", "i4 - i2"), ("o3", "i1"), ("o4", "i3")],
            (2, _, 1) => [("o0", "i0 - i1"), ("o1", "i1 + i1"), ("o3", "i2 - i1")],
            (2, _, _) => [("o0", "i0 - i2"), ("o1", "i1 + i2"), ("o2", "i2 - i1"), ("o3", "i3 - i1")],
            (4, 2, 2) => [("o0", "i0 - i2"), ("o1", "i2"), ("o4", "i4 - i2"), ("o5", "i1"), ("o6", "i3")],
            (4, 2, _) =>
            [
                ("difference", "i6 - i2"),
                ("o0", f("two", "i0 - i4", "difference")),
                ("o1", "difference - (i2 + i4)"),
                ("o2", f("three", "i2 - i4", "difference")),
                ("o3", "difference"),
                ("o4", f("minus2", "difference", "i8 - i4")),
                ("o5", "i1"),
                ("o6", "i3"),
                ("o7", "i5"),
                ("o8", "i7"),
            ],
            (4, _, 2) =>
            [
                ("o0", f("minus2", "i2", "i0")),
                ("odd1", "i1 * root"),
                ("o1", "i2 + odd1"),
                ("o2", "i2 - odd1"),
                ("o5", f("minusHalf", "i1", "i3")),
            ],
            _ =>
            [
                ("o0", f("minus2_5", "i2", "i0 + i4")),
                ("o5", f("minus2_5", "i3", "i1 + i5")),
                ("even1", f("minus2", "i2", "i4")),
                ("odd1", $"{f("minus2", "i1", "i3")} * root"),
                ("even2", f("minusHalf", "i2", "i4")),
                ("odd2", $"{f("minusHalf", "i1", "i3")} * root2"),
                ("o1", "even1 + odd1"),
                ("o2", "even1 - odd1"),
                ("o3", "even2 + odd2"),
                ("o4", "even2 - odd2"),
            ],
        };

    /// <summary>The transform of products of F(m,3), for so many outputs.</summary>
    public static (string Name, string Expression)[] Output(
        int m,
        int stride,
        int outputs,
        Func<string, string, string, string> f
    ) =>
        (m, stride, outputs) switch
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
                ("o0", f("half", "i0", f("sixth", "i3", "i5 - sum"))),
                ("o1", f("third", "i3", "difference + i6")),
                ("o2", f("twoThirds", "i3", "i7 - sum")),
                ("o3", $"{f("fourThirds", "i3", "difference + i4")} + i8"),
            ],
            (4, _, 2) => [("o0", "i0 + i1 + i2"), ("o1", f("root", "i1 - i2", "i5"))],
            _ =>
            [
                ("sum1", "i1 + i2"),
                ("difference1", "i1 - i2"),
                ("sum2", "i3 + i4"),
                ("difference2", "i3 - i4"),
                ("o0", f("sixth", "sum2", f("minusTwoThirds", "sum1", "i0"))),
                ("o1", f("rootThird", "difference2", "minusRoot2Third * difference1")),
                ("o2", "third * (sum2 - sum1)"),
                ("o3", f("root2Third", "difference2", f("minusRootThird", "difference1", "i5"))),
            ],
        };
}
