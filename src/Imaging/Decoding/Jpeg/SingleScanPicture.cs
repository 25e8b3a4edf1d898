namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// A picture whose one scan has all coefficients, as most have: each block becomes samples as soon as it is read.
/// </summary>
internal static class SingleScanPicture
{
    public static void Decode(
        ReadOnlySpan<byte> file,
        ref int position,
        JpegScan scan,
        JpegFrame frame,
        PixelRows rows,
        CancellationToken cancellation
    )
    {
        ScanData data = new(file, position, scan.RestartInterval);
        for (int mcuRow = 0; mcuRow < frame.McuRows; mcuRow++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (scan.IsInterleaved)
            {
                ReadMcus(ref data, scan, frame, rows, mcuRow);
            }
            else
            {
                ReadBlocks(ref data, scan.Components[0], rows, mcuRow);
            }

            rows.Finish(mcuRow);
        }

        position = data.Bits.Position;
    }

    private static void ReadMcus(ref ScanData data, JpegScan scan, JpegFrame frame, PixelRows rows, int mcuRow)
    {
        for (int mcuColumn = 0; mcuColumn < frame.McuColumns; mcuColumn++)
        {
            bool hasData = data.BeginMcu();
            for (int i = 0; i < scan.Components.Length; i++)
            {
                JpegComponent component = scan.Components[i].Component;
                for (int row = 0; row < component.VerticalFactor; row++)
                {
                    for (int column = 0; column < component.HorizontalFactor; column++)
                    {
                        ReadBlock(
                            ref data,
                            hasData,
                            scan.Components[i],
                            ref data.Dc[i],
                            rows,
                            mcuRow,
                            (mcuRow * component.VerticalFactor) + row,
                            (mcuColumn * component.HorizontalFactor) + column
                        );
                    }
                }
            }

            data.EndMcu();
        }
    }

    private static void ReadBlocks(ref ScanData data, ScanComponent part, PixelRows rows, int mcuRow)
    {
        JpegComponent component = part.Component;
        int end = Math.Min((mcuRow + 1) * component.VerticalFactor, component.BlockRows);
        for (int blockRow = mcuRow * component.VerticalFactor; blockRow < end; blockRow++)
        {
            for (int blockColumn = 0; blockColumn < component.BlockColumns; blockColumn++)
            {
                bool hasData = data.BeginMcu();
                ReadBlock(ref data, hasData, part, ref data.Dc[0], rows, mcuRow, blockRow, blockColumn);
                data.EndMcu();
            }
        }
    }

    private static void ReadBlock(
        ref ScanData data,
        bool hasData,
        ScanComponent part,
        ref int lastDc,
        PixelRows rows,
        int mcuRow,
        int blockRow,
        int blockColumn
    )
    {
        // All zeros: without data, a block is grey.
        Span<short> block = stackalloc short[JpegFrame.BlockLength];
        bool hasAc = hasData && SequentialBlock.Read(ref data.Bits, part, ref lastDc, block);
        Span<byte> samples = rows.Block(part.Component, mcuRow, blockRow, blockColumn);
        int stride = rows.Stride(part.Component);
        QuantisationTable quantisation = part.Component.Quantisation!;
        if (hasAc)
        {
            InverseDct.Transform(block, quantisation.Steps, samples, stride);
        }
        else
        {
            InverseDct.TransformDc(block[0], quantisation[0], samples, stride);
        }
    }
}
