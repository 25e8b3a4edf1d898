namespace ResNetGen.Imaging;

public sealed partial record Preprocessing
{
    /// <summary>
    /// Reads a file as <see cref="Picture.Load(string, long, CancellationToken)"/> does, with transparent pixels on the
    /// <see cref="Background"/>, if there is one: (colour x alpha + background x (255 - alpha)) / 255, rounded to
    /// nearest, which is Pillow's <c>alpha_composite</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumPixels">Width times height at most.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="PictureException">The file is missing, unreadable, of another format, damaged, cut short or
    /// larger than <paramref name="maximumPixels"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Picture Load(
        string path,
        long maximumPixels = Picture.DefaultMaximumPixels,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DecodingContext context = Context(path, maximumPixels, cancellationToken);
        return PictureDecoder.Decode(PictureBytes.Read(path, cancellationToken).Span, context);
    }

    /// <summary>
    /// Reads a picture from memory as <see cref="Picture.Decode"/> does, with transparent pixels on the
    /// <see cref="Background"/> as <see cref="Load"/> has them.
    /// </summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <param name="maximumPixels">Width times height at most.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="PictureException">A file of this content would be refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Picture Decode(
        ReadOnlySpan<byte> file,
        string name = "picture",
        long maximumPixels = Picture.DefaultMaximumPixels,
        CancellationToken cancellationToken = default
    ) => PictureDecoder.Decode(file, Context(name, maximumPixels, cancellationToken));

    private DecodingContext Context(string name, long maximumPixels, CancellationToken cancellation) =>
        DecodingContext.Create(name, maximumPixels, cancellation) with
        {
            Background = Background,
        };
}
