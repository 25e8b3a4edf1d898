namespace ResNetGen.Imaging;

/// <summary>
/// Reads pictures of more formats, with SkiaSharp: WebP, GIF, ICO and WBMP. PNG, JPEG and BMP are read by
/// <see cref="Picture"/> itself, so that they give the same pixels with this class as without it.
/// </summary>
/// <remarks>
/// What holds for <see cref="Picture"/> holds here: alpha is dropped, not composited, unless there is a background, and
/// colours are not multiplied by it; orientations of EXIF are noted, not applied; colour profiles are not applied; a file must be whole. Pictures are
/// in colour, also grey ones. Of an animation the first frame is taken.
/// </remarks>
/// <example><code>
/// float[] image = Preprocessing.TorchvisionV1.Apply(SkiaPicture.Load("cat.webp"));
/// </code></example>
public static class SkiaPicture
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Its ending does not matter.</param>
    /// <param name="maximumPixels">Width times height at most. It is read from the header: a larger picture takes no
    /// memory.</param>
    /// <param name="background">The level of the grey that transparent pixels are composited on, as
    /// <see cref="Preprocessing.Load"/> does it: give <see cref="Preprocessing.Background"/>.</param>
    /// <param name="cancellationToken">Looked at before the pixels are decoded. SkiaSharp does not stop within
    /// them.</param>
    /// <exception cref="PictureException">The file is missing, unreadable, of another format, damaged, cut short or
    /// larger than
    /// <paramref name="maximumPixels"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is less than 1 or more than
    /// 715,827,863.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Picture Load(
        string path,
        long maximumPixels = Picture.DefaultMaximumPixels,
        byte? background = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DecodingContext context = Context(path, maximumPixels, background, cancellationToken);
        return SkiaDecoder.Decode(PictureBytes.Read(path, cancellationToken, SkiaDecoder.Expected).Span, context);
    }

    /// <summary>Reads a stream to its end. It need not seek and is left open.</summary>
    /// <param name="stream">The stream, at the first byte of the picture.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <param name="maximumPixels">As for <see cref="Load(string, long, byte?, CancellationToken)"/>.</param>
    /// <param name="background">As for <see cref="Load(string, long, byte?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">As for <see cref="Load(string, long, byte?, CancellationToken)"/>.</param>
    /// <exception cref="PictureException">The stream cannot be read, or a file of its content would be
    /// refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Picture Load(
        Stream stream,
        string name = "stream",
        long maximumPixels = Picture.DefaultMaximumPixels,
        byte? background = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        DecodingContext context = Context(name, maximumPixels, background, cancellationToken);
        return SkiaDecoder.Decode(
            PictureBytes.Read(stream, name, cancellationToken, SkiaDecoder.Expected).Span,
            context
        );
    }

    /// <summary>Reads a picture from memory.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <param name="maximumPixels">As for <see cref="Load(string, long, byte?, CancellationToken)"/>.</param>
    /// <param name="background">As for <see cref="Load(string, long, byte?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">As for <see cref="Load(string, long, byte?, CancellationToken)"/>.</param>
    /// <exception cref="PictureException">A file of this content would be refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Picture Decode(
        ReadOnlySpan<byte> file,
        string name = "picture",
        long maximumPixels = Picture.DefaultMaximumPixels,
        byte? background = null,
        CancellationToken cancellationToken = default
    ) => SkiaDecoder.Decode(file, Context(name, maximumPixels, background, cancellationToken));

    private static DecodingContext Context(
        string name,
        long maximumPixels,
        byte? background,
        CancellationToken cancellation
    ) => DecodingContext.Create(name, maximumPixels, cancellation) with { Background = background };
}
