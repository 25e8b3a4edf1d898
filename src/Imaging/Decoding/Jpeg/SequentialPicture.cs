using System.Runtime.InteropServices;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// A picture whose one scan has all coefficients, as most have: each block becomes samples as soon as it is read.
/// </summary>
internal static class SequentialPicture
{
    public static void Decode(
        ReadOnlySpan<byte> file, ref int position, JpegScan scan, JpegFrame frame, PixelRows rows, CancellationToken cancellation)
    {
        var data = new ScanData(file, position, scan.RestartInterval);
        for (int unitRow = 0; unitRow < frame.UnitRows; unitRow++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (scan.IsInterleaved)
            {
                ReadUnits(ref data, scan, frame, rows, unitRow);
            }
            else
            {
                ReadBlocks(ref data, scan.Components[0], rows, unitRow);
            }

            rows.Finish(unitRow);
        }

        position = data.Bits.Position;
    }

    private static void ReadUnits(ref ScanData data, JpegScan scan, JpegFrame frame, PixelRows rows, int unitRow)
    {
        for (int unitColumn = 0; unitColumn < frame.UnitColumns; unitColumn++)
        {
            bool hasData = data.BeginUnit();
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
                            (unitRow * component.VerticalFactor) + row,
                            (unitColumn * component.HorizontalFactor) + column);
                    }
                }
            }

            data.EndUnit();
        }
    }

    private static void ReadBlocks(ref ScanData data, ScanComponent part, PixelRows rows, int unitRow)
    {
        JpegComponent component = part.Component;
        int end = Math.Min((unitRow + 1) * component.VerticalFactor, component.BlockRows);
        for (int blockRow = unitRow * component.VerticalFactor; blockRow < end; blockRow++)
        {
            for (int blockColumn = 0; blockColumn < component.BlockColumns; blockColumn++)
            {
                bool hasData = data.BeginUnit();
                ReadBlock(ref data, hasData, part, ref data.Dc[0], rows, blockRow, blockColumn);
                data.EndUnit();
            }
        }
    }

    private static void ReadBlock(
        ref ScanData data, bool hasData, ScanComponent part, ref int lastDc, PixelRows rows, int blockRow, int blockColumn)
    {
        // Zero at first: without data, a block is grey.
        Span<short> block = stackalloc short[JpegFrame.BlockLength];
        block.Clear();
        bool hasAc = hasData && SequentialBlock.Read(ref data.Bits, part, ref lastDc, block);
        Span<byte> samples = rows.Block(part.Component, blockRow, blockColumn);
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
