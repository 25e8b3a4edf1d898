namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// The 64 quantisation steps of a component, in natural order. The inverse DCT takes 16 bits of each.
/// </summary>
internal sealed class QuantisationTable
{
    private readonly short[] _steps = new short[JpegFrame.BlockLength];

    /// <summary>Steps as the inverse DCT multiplies by them.</summary>
    public ReadOnlySpan<short> Steps => _steps;

    /// <summary>The step at a place of the natural order.</summary>
    public int this[int place] => (ushort)_steps[place];

    /// <summary>Stores a step.</summary>
    /// <param name="zigzag">Its place in zigzag order, as in the file.</param>
    /// <param name="step">The step.</param>
    public void Set(int zigzag, int step) => _steps[Zigzag.ToNatural[zigzag]] = (short)step;
}
