namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// A picture whose scans each have a part of the coefficients: progressive ones, and those with a scan for each
/// component. All of them are kept until the last scan was read, 2.125 bytes for each sample.
/// </summary>
internal sealed class MultiScanPicture
{
    private static readonly short[] NoSteps = new short[JpegFrame.BlockLength];

    private readonly JpegFrame _frame;
    private readonly CoefficientPlane[] _planes;
    private readonly BlockSmoothing _smoothing;

    public MultiScanPicture(JpegFrame frame)
    {
        _frame = frame;
        _planes = Array.ConvertAll(frame.Components, component => new CoefficientPlane(component));
        _smoothing = new BlockSmoothing(frame, _planes);
    }

    /// <summary>Reads a scan.</summary>
    /// <returns>Whether all DC coefficients are numbers that libjpeg takes.</returns>
    public bool Read(ReadOnlySpan<byte> file, ref int position, JpegScan scan, CancellationToken cancellation)
    {
        if (_frame.IsProgressive)
        {
            _smoothing.BeginScan(scan);
        }

        ScanData data = new(file, position, scan.RestartInterval);
        bool isSound = true;
        for (int mcuRow = 0; mcuRow < _frame.McuRows && isSound && !data.IsOver; mcuRow++)
        {
            cancellation.ThrowIfCancellationRequested();
            isSound = scan.IsInterleaved ? ReadMcus(ref data, scan, mcuRow) : ReadBlocks(ref data, scan, mcuRow);
        }

        position = data.Bits.Position;
        return isSound;
    }

    /// <summary>Makes samples of the coefficients, and pixels of the samples.</summary>
    public void Transform(PixelRows rows, CancellationToken cancellation)
    {
        bool isSmoothed = _frame.IsProgressive && _smoothing.IsUseful();
        for (int mcuRow = 0; mcuRow < _frame.McuRows; mcuRow++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (JpegComponent component in _frame.Components)
            {
                int end = Math.Min((mcuRow + 1) * component.VerticalFactor, component.BlockRows);
                for (int blockRow = mcuRow * component.VerticalFactor; blockRow < end; blockRow++)
                {
                    if (isSmoothed)
                    {
                        _smoothing.Transform(component, mcuRow, blockRow, rows);
                    }
                    else
                    {
                        Transform(component, mcuRow, blockRow, rows);
                    }
                }
            }

            rows.Finish(mcuRow);
        }
    }

    private void Transform(JpegComponent component, int mcuRow, int blockRow, PixelRows rows)
    {
        CoefficientPlane plane = _planes[component.Index];
        ReadOnlySpan<short> steps = component.Quantisation is { } quantisation ? quantisation.Steps : NoSteps;
        int stride = rows.Stride(component);
        for (int blockColumn = 0; blockColumn < component.BlockColumns; blockColumn++)
        {
            InverseDct.Transform(
                plane.Block(blockRow, blockColumn),
                steps,
                rows.Block(component, mcuRow, blockRow, blockColumn),
                stride
            );
        }
    }

    private bool ReadMcus(ref ScanData data, JpegScan scan, int mcuRow)
    {
        bool isSound = true;
        for (int mcuColumn = 0; mcuColumn < _frame.McuColumns && isSound; mcuColumn++)
        {
            _smoothing.SetLastGoodRow(mcuRow, data.HasData);
            bool hasData = data.BeginMcu();
            for (int i = 0; i < scan.Components.Length && hasData; i++)
            {
                JpegComponent component = scan.Components[i].Component;
                for (int row = 0; row < component.VerticalFactor; row++)
                {
                    for (int column = 0; column < component.HorizontalFactor; column++)
                    {
                        isSound &= ReadDcOrAll(
                            ref data,
                            scan,
                            i,
                            _planes[component.Index]
                                .Block(
                                    (mcuRow * component.VerticalFactor) + row,
                                    (mcuColumn * component.HorizontalFactor) + column
                                )
                        );
                    }
                }
            }

            data.EndMcu();
        }

        return isSound;
    }

    private bool ReadBlocks(ref ScanData data, JpegScan scan, int mcuRow)
    {
        JpegComponent component = scan.Components[0].Component;
        CoefficientPlane plane = _planes[component.Index];
        bool isAc = _frame.IsProgressive && !scan.IsDc;
        bool isSound = true;
        int end = Math.Min((mcuRow + 1) * component.VerticalFactor, component.BlockRows);
        for (int blockRow = mcuRow * component.VerticalFactor; blockRow < end && isSound; blockRow++)
        {
            if (isAc)
            {
                ReadAcRow(ref data, scan, plane, mcuRow, blockRow);
                continue;
            }

            for (int blockColumn = 0; blockColumn < component.BlockColumns && isSound; blockColumn++)
            {
                _smoothing.SetLastGoodRow(mcuRow, data.HasData);
                if (data.BeginMcu())
                {
                    isSound = ReadDcOrAll(ref data, scan, 0, plane.Block(blockRow, blockColumn));
                }

                data.EndMcu();
            }
        }

        return isSound;
    }

    private void ReadAcRow(ref ScanData data, JpegScan scan, CoefficientPlane plane, int mcuRow, int blockRow)
    {
        Span<ulong> nonZero = plane.NonZero(blockRow);
        int columns = scan.Components[0].Component.BlockColumns;
        int column = 0;
        while (column < columns)
        {
            _smoothing.SetLastGoodRow(mcuRow, data.HasData);
            int mcus = 1;
            if (data.BeginMcu())
            {
                if (data.EndOfBandRun > 0)
                {
                    // Blocks without new coefficients, at once.
                    mcus = Math.Min(Math.Min(data.EndOfBandRun, columns - column), data.McusToRestart);
                    mcus = scan.IsRefinement ? CorrectRun(ref data.Bits, scan, plane, blockRow, column, mcus) : mcus;
                    data.EndOfBandRun -= mcus;
                }
                else if (scan.IsRefinement)
                {
                    ProgressiveBlock.RefineAc(
                        ref data.Bits,
                        scan,
                        ref data.EndOfBandRun,
                        plane.Block(blockRow, column),
                        ref nonZero[column]
                    );
                }
                else
                {
                    ProgressiveBlock.ReadAc(
                        ref data.Bits,
                        scan,
                        ref data.EndOfBandRun,
                        plane.Block(blockRow, column),
                        ref nonZero[column]
                    );
                }
            }

            data.EndMcu(mcus);
            column += mcus;
        }
    }

    /// <summary>Corrects the coefficients of blocks that get no new ones, as long as there is data.</summary>
    /// <returns>The blocks that were passed.</returns>
    private static int CorrectRun(
        ref EntropyReader bits,
        JpegScan scan,
        CoefficientPlane plane,
        int blockRow,
        int blockColumn,
        int blocks
    )
    {
        ulong band = scan.Band;
        Span<ulong> nonZero = plane.NonZero(blockRow).Slice(blockColumn, blocks);
        for (int i = 0; i < nonZero.Length; i++)
        {
            if ((nonZero[i] & band) != 0)
            {
                ProgressiveBlock.Correct(ref bits, scan, plane.Block(blockRow, blockColumn + i), nonZero[i] & band);
                if (bits.IsExhausted)
                {
                    return i + 1;
                }
            }
        }

        return nonZero.Length;
    }

    /// <summary>Reads what a scan has of a block: all of it, or a part of its DC coefficient.</summary>
    private bool ReadDcOrAll(ref ScanData data, JpegScan scan, int part, Span<short> block)
    {
        if (!_frame.IsProgressive)
        {
            SequentialBlock.Read(ref data.Bits, scan.Components[part], ref data.Dc[part], block);
            return true;
        }

        if (scan.IsRefinement)
        {
            ProgressiveBlock.RefineDc(ref data.Bits, scan.Bit, block);
            return true;
        }

        return ProgressiveBlock.ReadDc(ref data.Bits, scan.Components[part].Dc!, scan.Bit, ref data.Dc[part], block);
    }
}
