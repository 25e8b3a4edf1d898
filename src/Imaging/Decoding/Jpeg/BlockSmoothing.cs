namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// A progressive picture that lacks scans looks like tiles. libjpeg smooths it: coefficients that are zero and not
/// known to the last bit are estimated from the DC coefficients of the blocks around, 5 x 5 of them, as if the picture
/// were a smooth surface (after ITU-T T.81, K.8).
/// </summary>
internal sealed class BlockSmoothing
{
    private const int Side = 5;
    private const int Window = Side * Side;
    private const int Estimated = 10;
    private const int Unknown = -1;

    private static readonly Estimate[] WithoutAc =
    [
        new(1, [-1, -1, 0, 1, 1, -3, 13, 0, -13, 3, -3, 38, 0, -38, 3, -3, 13, 0, -13, 3, -1, -1, 0, 1, 1]),
        new(2, [-1, -3, -3, -3, -1, -1, 13, 38, 13, -1, 0, 0, 0, 0, 0, 1, -13, -38, -13, 1, 1, 3, 3, 3, 1]),
        new(3, [0, 0, 1, 0, 0, 0, 2, 7, 2, 0, 0, -5, -14, -5, 0, 0, 2, 7, 2, 0, 0, 0, 1, 0, 0]),
        new(4, [-1, 0, 0, 0, 1, 0, 9, 0, -9, 0, 0, 0, 0, 0, 0, 0, -9, 0, 9, 0, 1, 0, 0, 0, -1]),
        new(5, [0, 0, 0, 0, 0, 0, 2, -5, 2, 0, 1, 7, -14, 7, 1, 0, 2, -5, 2, 0, 0, 0, 0, 0, 0]),
        new(6, [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 2, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0]),
        new(7, [0, 0, 0, 0, 0, 0, 1, -3, 1, 0, 0, 0, 0, 0, 0, 0, -1, 3, -1, 0, 0, 0, 0, 0, 0]),
        new(8, [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, -3, 0, 3, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0]),
        new(9, [0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, -1, -2, -1, 0, 0, 0, 0, 0, 0]),
    ];

    private static readonly Estimate[] WithSomeAc =
    [
        new(1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, 50, 0, -50, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        new(2, [0, 0, -7, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, -50, 0, 0, 0, 0, 7, 0, 0]),
        new(3, [0, 0, -1, 0, 0, 0, 0, 13, 0, 0, 0, 0, -24, 0, 0, 0, 0, 13, 0, 0, 0, 0, -1, 0, 0]),
        new(4, [0, -1, 0, 1, 0, -1, 10, 0, -10, 1, 0, 0, 0, 0, 0, 1, -10, 0, 10, -1, 0, 1, 0, -1, 0]),
        new(5, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 13, -24, 13, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ];

    private static readonly Estimate Dc = new(
        0,
        [-2, -6, -8, -6, -2, -6, 6, 42, 6, -6, -8, 42, 152, 42, -8, -6, 6, 42, 6, -6, -2, -6, -8, -6, -2]
    );

    private static readonly int[] NothingKnown = [.. Enumerable.Repeat(Unknown, Estimated)];

    private readonly JpegFrame _frame;
    private readonly CoefficientPlane[] _planes;

    // For each component and place of the zigzag order: the lowest bit that is known, before and after the component's
    // last scan.
    private readonly int[][] _bits;
    private readonly int[][] _previousBits;
    private int _scans;
    private int _lastGoodRow;

    public BlockSmoothing(JpegFrame frame, CoefficientPlane[] planes)
    {
        (_frame, _planes) = (frame, planes);
        _bits = Array.ConvertAll(frame.Components, _ => Enumerable.Repeat(Unknown, JpegFrame.BlockLength).ToArray());
        _previousBits = Array.ConvertAll(
            frame.Components,
            _ => Enumerable.Repeat(Unknown, JpegFrame.BlockLength).ToArray()
        );
    }

    /// <summary>Notes what the scan makes known.</summary>
    public void BeginScan(JpegScan scan)
    {
        _scans++;
        foreach (ScanComponent part in scan.Components)
        {
            int[] bits = _bits[part.Component.Index];
            int[] previous = _previousBits[part.Component.Index];
            for (
                int place = Math.Min(scan.FirstCoefficient, 1);
                place <= Math.Max(scan.LastCoefficient, Estimated - 1);
                place++
            )
            {
                previous[place] = _scans > 1 ? bits[place] : 0;
            }

            bits.AsSpan(scan.FirstCoefficient, scan.LastCoefficient - scan.FirstCoefficient + 1).Fill(scan.Bit);
        }
    }

    /// <summary>Notes how far the last scan has data.</summary>
    public void SetLastGoodRow(int mcuRow, bool hasData) => _lastGoodRow = hasData ? mcuRow : _lastGoodRow;

    /// <summary>
    /// Whether there is something to estimate, and enough to do it: all components have DC coefficients and sound
    /// steps.
    /// </summary>
    public bool IsUseful()
    {
        bool isUseful = false;
        foreach (JpegComponent component in _frame.Components)
        {
            int[] bits = _bits[component.Index];
            if (component.Quantisation is not { } steps || bits[0] < 0)
            {
                return false;
            }

            for (int place = 0; place < Estimated; place++)
            {
                if (steps[Zigzag.ToNatural[place]] == 0)
                {
                    return false;
                }

                isUseful |= place > 0 && bits[place] != 0;
            }
        }

        return isUseful;
    }

    /// <summary>Makes samples of a row of blocks.</summary>
    public void Transform(JpegComponent component, int mcuRow, int blockRow, PixelRows rows)
    {
        int[] bits = mcuRow > _lastGoodRow ? PreviousBits(component) : _bits[component.Index];
        bool isWithoutAc = bits.AsSpan(1, Estimated - 1).IndexOfAnyExcept(Unknown) < 0;
        QuantisationTable steps = component.Quantisation!;
        CoefficientPlane plane = _planes[component.Index];
        int stride = rows.Stride(component);

        Span<int> windowRows = stackalloc int[Side];
        FindRows(component, mcuRow, blockRow, windowRows);
        Span<int> window = stackalloc int[Window];
        for (int i = 0; i < Window; i++)
        {
            window[i] = plane.Block(windowRows[i / Side], 0)[0];
        }

        Span<short> block = stackalloc short[JpegFrame.BlockLength];
        int last = component.BlockColumns - 1;
        for (int column = 0; column <= last; column++)
        {
            for (int i = 0; i < Side; i++)
            {
                if (column == 0 && column < last)
                {
                    window[(Side * i) + 3] = plane.Block(windowRows[i], 1)[0];
                }

                if (column + 1 < last)
                {
                    window[(Side * i) + 4] = plane.Block(windowRows[i], column + 2)[0];
                }
            }

            plane.Block(blockRow, column).CopyTo(block);
            foreach (Estimate estimate in isWithoutAc ? WithoutAc : WithSomeAc)
            {
                int bit = bits[estimate.Place];
                ref short coefficient = ref block[Zigzag.ToNatural[estimate.Place]];
                if (bit != 0 && coefficient == 0)
                {
                    coefficient = (short)estimate.Of(window, steps, bit);
                }
            }

            if (isWithoutAc)
            {
                block[0] = (short)Dc.Of(window, steps, Unknown);
            }

            InverseDct.Transform(block, steps.Steps, rows.Block(component, mcuRow, blockRow, column), stride);

            // The window moves by a block. Its last column stays where the picture ends.
            for (int i = 0; i < Side; i++)
            {
                window.Slice((Side * i) + 1, Side - 1).CopyTo(window[(Side * i)..]);
            }
        }
    }

    private int[] PreviousBits(JpegComponent component) => _scans > 1 ? _previousBits[component.Index] : NothingKnown;

    /// <summary>
    /// The two rows above and the two below. Where there is none, the nearest one stands in for it. libjpeg has the
    /// second one above only within a row of MCUs, and from the third of these on; the second one below likewise.
    /// </summary>
    private void FindRows(JpegComponent component, int mcuRow, int blockRow, Span<int> rows)
    {
        int first = mcuRow * component.VerticalFactor;
        int row = blockRow - first;
        int lastMcuRow = _frame.McuRows - 1;
        int count = mcuRow < lastMcuRow ? component.VerticalFactor : component.BlockRows - first;
        rows[2] = blockRow;
        rows[1] = row > 0 || mcuRow > 0 ? blockRow - 1 : blockRow;
        rows[0] = row > 1 || mcuRow > 1 ? blockRow - 2 : rows[1];
        rows[3] = row < count - 1 || mcuRow < lastMcuRow ? blockRow + 1 : blockRow;
        rows[4] = row < count - 2 || mcuRow + 1 < lastMcuRow ? blockRow + 2 : rows[3];
    }

    /// <summary>An estimate of a coefficient.</summary>
    /// <param name="Place">Its place in zigzag order.</param>
    /// <param name="Weights">256 times the weight of each DC coefficient of the window.</param>
    private sealed record Estimate(int Place, int[] Weights)
    {
        /// <summary>
        /// The weighted sum in steps of the coefficient, rounded; no larger than what the bits that are not known can
        /// be.
        /// </summary>
        public int Of(ReadOnlySpan<int> window, QuantisationTable steps, int bit)
        {
            long sum = 0;
            for (int i = 0; i < Window; i++)
            {
                sum += Weights[i] * window[i];
            }

            sum *= steps[0];
            long step = steps[Zigzag.ToNatural[Place]];
            int size = (int)(((step << 7) + Math.Abs(sum)) / (step << 8));
            if (bit > 0)
            {
                size = Math.Min(size, (1 << bit) - 1);
            }

            return sum >= 0 ? size : -size;
        }
    }
}
