namespace ResNetGen.Imaging;

/// <summary>What a decoder is told besides the bytes.</summary>
/// <param name="PictureName">What messages call the picture.</param>
/// <param name="MaximumPixels">Width times height at most.</param>
/// <param name="Cancellation">Ends the decoding: decoders look at it once a row of blocks or a few rows of
/// pixels.</param>
internal readonly record struct DecodingContext(string PictureName, long MaximumPixels, CancellationToken Cancellation)
{
    /// <summary>What messages say is expected.</summary>
    public string Expected { get; init; } = PictureException.Ordinary;

    /// <summary>The grey that transparent pixels are composited on. Without it, alpha is dropped.</summary>
    public byte? Background { get; init; }

    /// <summary>What a caller asks for, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and
    /// <see cref="PictureLimits.MostPixels"/>.</exception>
    public static DecodingContext Create(string name, long maximumPixels, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumPixels, PictureLimits.MostPixels);
        return new DecodingContext(name, maximumPixels, cancellation);
    }

    /// <summary>Called with the size in the header, before anything is allocated for it.</summary>
    public void CheckSize(string format, long width, long height)
    {
        if (width < 1 || height < 1)
        {
            throw PictureException.Corrupt(PictureName, $"a {format} of {width} x {height} pixels");
        }

        if (width > PictureLimits.Side || height > PictureLimits.Side || width * height > MaximumPixels)
        {
            throw new PictureException(
                PictureName,
                $"a {format} of {width} x {height} pixels, beyond the limit of {MaximumPixels} pixels and {PictureLimits.Side} a side",
                "Scale it down first.",
                expected: Expected
            );
        }
    }
}
