namespace ResNetGen.Imaging.Jpeg;

/// <summary>Turns samples into pixels, one row of MCUs at a time.</summary>
internal sealed class PixelRows
{
    private readonly JpegFrame _frame;
    private readonly JpegColour _colour;
    private readonly SampleBands[] _samples;
    private readonly Upsampler[] _upsamplers;
    private readonly int _rowsBehind;
    private readonly byte[] _pixels;
    private int _nextRow;

    public PixelRows(JpegFrame frame, JpegColour colour)
    {
        (_frame, _colour) = (frame, colour);
        _samples = Array.ConvertAll(frame.Components, component => new SampleBands(component));
        _upsamplers = Array.ConvertAll(frame.Components, component => new Upsampler(frame, component));

        // The last rows of a band are upsampled with the first one of the next.
        _rowsBehind = Array.Exists(_upsamplers, upsampler => upsampler.NeedsNeighbours) ? frame.VerticalFactor : 0;
        Channels = colour == JpegColour.Grey ? 1 : 3;
        _pixels = new byte[checked(frame.Width * frame.Height * Channels)];
    }

    public int Channels { get; }

    /// <summary>All pixels, once all rows of MCUs are finished.</summary>
    public byte[] Pixels => _pixels;

    /// <summary>Where the samples of a block go, and what follows.</summary>
    public Span<byte> Block(JpegComponent component, int mcuRow, int blockRow, int blockColumn) =>
        _samples[component.Index].Block(mcuRow, blockRow, blockColumn);

    public int Stride(JpegComponent component) => _samples[component.Index].Stride;

    /// <summary>Writes the pixels that the samples up to this row of MCUs are enough for.</summary>
    public void Finish(int mcuRow)
    {
        bool isLast = mcuRow == _frame.McuRows - 1;
        int end = isLast ? _frame.Height : ((mcuRow + 1) * _frame.VerticalFactor * JpegFrame.BlockSide) - _rowsBehind;
        for (; _nextRow < end; _nextRow++)
        {
            Write(_nextRow);
        }
    }

    private void Write(int row)
    {
        Span<byte> pixels = _pixels.AsSpan(row * _frame.Width * Channels, _frame.Width * Channels);
        ReadOnlySpan<byte> first = _upsamplers[0].Row(row, _samples[0]);
        if (_colour == JpegColour.Grey)
        {
            first[.._frame.Width].CopyTo(pixels);
            return;
        }

        ReadOnlySpan<byte> second = _upsamplers[1].Row(row, _samples[1]);
        ReadOnlySpan<byte> third = _upsamplers[2].Row(row, _samples[2]);
        switch (_colour)
        {
            case JpegColour.Rgb:
                ColourConversion.Interleave(first, second, third, pixels);
                break;
            case JpegColour.YCbCr:
                ColourConversion.FromYCbCr(first, second, third, pixels);
                break;
            case JpegColour.Cmyk:
                ColourConversion.FromCmyk(first, second, third, _upsamplers[3].Row(row, _samples[3]), pixels);
                break;
            default:
                ColourConversion.FromYcck(first, second, third, _upsamplers[3].Row(row, _samples[3]), pixels);
                break;
        }
    }
}
