namespace ResNetGen.Imaging;

/// <summary>
/// A picture in memory: rows from the top, pixels from the left, 8 bits a sample, red, green and blue interleaved or
/// grey alone. It does not change.
/// </summary>
/// <remarks>
/// Files are read as Pillow's <c>Image.open</c> reads them and torchvision's <c>default_loader</c> uses them:
/// <list type="bullet">
/// <item>PNG, JPEG and BMP, told by their content; PNG interlaced or not; JPEG baseline and progressive; BMP of Windows
/// and OS/2, plain and with run lengths.</item>
/// <item>Alpha and transparent colours are dropped, not composited on a background:
/// <see cref="Preprocessing.Background"/> is one, for <see cref="Preprocessing.Load"/>. The alpha that some BMPs have is
/// never looked at.</item>
/// <item>Palettes become red, green and blue; beyond its end a palette is a grey ramp. Grey of 1, 2 or 4 bits is spread
/// over 0 to 255.</item>
/// <item>16 bits a sample: the high 8 bits are kept. (Pillow does so for colour, but clips 16-bit grey to white when it
/// is asked for RGB.)</item>
/// <item>The orientation that cameras note in EXIF is not applied: see <see cref="Orientation"/>. Nor are gamma and
/// colour profiles; of an animated PNG the still picture is taken.</item>
/// <item>CMYK in JPEG becomes red, green and blue. Arithmetic coding, 12 bits a sample and lossless JPEG are
/// refused.</item>
/// <item>A PNG or BMP may end, or go on, behind its last pixel: a missing end chunk, surplus rows and bytes do not
/// matter. A PNG whose compressed data ends well behind one of its rows is black from there on. A JPEG must be whole to
/// its end marker, but for what stands behind its pixels. As with Pillow, one that somebody closed with an end marker
/// too early is read, with grey or smoothed blocks.</item>
/// <item>The pixels are Pillow's to the bit, those of damaged files that it reads too; of JPEG, those of libjpeg-turbo
/// 2.1.5.</item>
/// </list>
/// Where PNG and BMP are not read as by Pillow 9.4:
/// <list type="bullet">
/// <item>What the metadata of a PNG says is not looked at: Pillow refuses pictures for texts and profiles of more than
/// a mebibyte, a gamma without a value, a transparent colour that it cannot place, or the order of an animation's
/// pictures.</item>
/// <item>The still picture of an animated PNG must be whole, and in chunks of its own (IDAT), as the format demands.
/// Pillow takes a first picture that is smaller, or in the animation's chunks.</item>
/// <item>A PNG without the last bytes of its compressed data is read if all pixels can be had. Pillow may refuse it,
/// depending on how the data was cut into chunks.</item>
/// <item>Run lengths in a BMP: skips, and odd numbers of 4-bit pixels, are what the format says. Pillow 9.4 loses its
/// place there; later versions do not.</item>
/// <item>A BMP's palette of black and white, or of greys in order, counts for pixels of any number of bits. Pillow
/// reads such pixels as 1 or 8 bits, whatever they are.</item>
/// <item>A BMP's colours may be anywhere in pixels of 16, 24 and 32 bits, and headers of 52 and 56 bytes are known.
/// Pillow 9.4 refuses the latter, and most masks.</item>
/// <item>No side may be longer than 1,048,576 pixels.</item>
/// </list>
/// A picture takes its file, its pixels (<see cref="Channels"/> bytes each) and a few rows. A JPEG that is progressive,
/// or has a scan for each component, also takes 2.125 bytes for each sample of each component until it is decoded.
/// </remarks>
public sealed class Picture
{
    private readonly byte[] _pixels;

    /// <summary>A picture of pixels that come from elsewhere: a camera, a data set. They are copied.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green, blue.</param>
    /// <param name="pixels"><paramref name="height"/> x <paramref name="width"/> x <paramref name="channels"/> samples
    /// from 0 to 255, without gaps.</param>
    /// <param name="orientation">How the picture lies in them.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is of another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size, the number of channels or the orientation is none of
    /// these.</exception>
    public Picture(
        int width,
        int height,
        int channels,
        ReadOnlySpan<byte> pixels,
        PictureOrientation orientation = PictureOrientation.TopLeft
    )
        : this(width, height, channels, pixels.ToArray(), orientation) { }

    /// <summary>Takes over the array.</summary>
    internal Picture(
        int width,
        int height,
        int channels,
        byte[] pixels,
        PictureOrientation orientation = PictureOrientation.TopLeft
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(
                nameof(channels),
                channels,
                "A picture has 1 channel (grey) or 3 (red, green, blue)."
            );
        }

        if (orientation is < PictureOrientation.TopLeft or > PictureOrientation.LeftBottom)
        {
            throw new ArgumentOutOfRangeException(
                nameof(orientation),
                orientation,
                "An orientation is one of EXIF's, from 1 to 8."
            );
        }

        Int128 samples = (Int128)width * height * channels;
        if (pixels.Length != samples)
        {
            throw new ArgumentException(
                $"A picture of {width} x {height} pixels and {channels} channels has {samples} samples, not {pixels.Length}.",
                nameof(pixels)
            );
        }

        (Width, Height, Channels, Orientation, _pixels) = (width, height, channels, orientation, pixels);
    }

    /// <summary>Columns, in pixels.</summary>
    public int Width { get; }

    /// <summary>Rows, in pixels.</summary>
    public int Height { get; }

    /// <summary>Samples a pixel: 1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>
    /// How the picture lies in its pixels, as its file says in EXIF. <see cref="ToUpright"/> turns it; whatever else is
    /// made of a picture (grey, resized, cropped) lies as it did.
    /// </summary>
    /// <remarks>
    /// It is read as <c>PIL.ImageOps.exif_transpose</c> of Pillow 9.4 reads it: of a JPEG from its first EXIF segment
    /// before the pixels; of a PNG from the chunk <c>eXIf</c> or the text "Raw profile type exif", or else from XMP,
    /// also behind the pixels. XMP in JPEG does not count. What is missing, damaged or none of 1 to 8 is
    /// <see cref="PictureOrientation.TopLeft"/>, and never an error.
    /// </remarks>
    public PictureOrientation Orientation { get; }

    /// <summary>
    /// Samples from 0 to 255: [row][column][channel], <see cref="Height"/> x <see cref="Width"/> x
    /// <see cref="Channels"/>.
    /// </summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>
    /// The largest picture that is read unless another limit is given: 178,956,970 pixels, as Pillow has it. That is
    /// 537 MB in colour, and 1.7 GB while a progressive JPEG of it is decoded; a file of some hundred bytes can ask for
    /// it. Give uploads a smaller limit.
    /// </summary>
    public const long DefaultMaximumPixels = PictureLimits.Pixels;

    /// <summary>Reads a PNG, JPEG or BMP file.</summary>
    /// <param name="path">The file. Its ending does not matter. On Linux a named pipe, a socket or a device is refused,
    /// since to open it may take for ever; what the process has open (<c>/dev/stdin</c>, <c>/dev/fd/3</c>) is read to
    /// its end.</param>
    /// <param name="maximumPixels">Width times height at most. It is read from the header: a larger picture takes no
    /// memory.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="PictureException">The file is missing, unreadable, of another format, damaged, cut short or
    /// larger than
    /// <paramref name="maximumPixels"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is less than 1 or more than
    /// 715,827,863, which is all that an array holds in colour.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Picture Load(
        string path,
        long maximumPixels = DefaultMaximumPixels,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DecodingContext context = DecodingContext.Create(path, maximumPixels, cancellationToken);
        return PictureDecoder.Decode(PictureBytes.Read(path, cancellationToken).Span, context);
    }

    /// <summary>
    /// Reads a PNG, JPEG or BMP from a stream, to its end. The stream need not seek and is left open.
    /// </summary>
    /// <param name="stream">The stream, at the first byte of the picture.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <param name="maximumPixels">As for <see cref="Load(string, long, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="PictureException">The stream cannot be read, or a file of its content would be
    /// refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Picture Load(
        Stream stream,
        string name = "stream",
        long maximumPixels = DefaultMaximumPixels,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(stream);
        DecodingContext context = DecodingContext.Create(name, maximumPixels, cancellationToken);
        return PictureDecoder.Decode(PictureBytes.Read(stream, name, cancellationToken).Span, context);
    }

    /// <summary>Reads a PNG, JPEG or BMP from memory.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <param name="maximumPixels">As for <see cref="Load(string, long, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="PictureException">A file of this content would be refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumPixels"/> is out of its range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Picture Decode(
        ReadOnlySpan<byte> file,
        string name = "picture",
        long maximumPixels = DefaultMaximumPixels,
        CancellationToken cancellationToken = default
    ) => PictureDecoder.Decode(file, DecodingContext.Create(name, maximumPixels, cancellationToken));

    /// <summary>
    /// A picture from the pixels of any other decoder, camera or library, with gaps between its rows and in another
    /// order. They are copied.
    /// </summary>
    /// <param name="pixels">Rows from the top, pixels from the left; <paramref name="stride"/> bytes from row to row.
    /// The last row may end with its last pixel.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="layout">What stands where. Alpha is dropped; colours that are multiplied by it must be divided
    /// again before.</param>
    /// <param name="stride">Bytes from the beginning of a row to that of the next; without it there are no
    /// gaps.</param>
    /// <param name="orientation">How the picture lies in the pixels: <see cref="PictureOrientation.BottomLeft"/> for
    /// rows from the bottom up.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has too few bytes, or without a
    /// <paramref name="stride"/> too many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, a row longer than
    /// <paramref name="stride"/>, or
    /// <paramref name="layout"/> or <paramref name="orientation"/> none of its members.</exception>
    public static Picture FromPixels(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        PixelLayout layout,
        int? stride = null,
        PictureOrientation orientation = PictureOrientation.TopLeft
    )
    {
        byte[] arranged = OtherPixels.Arrange(pixels, width, height, layout, stride);
        return new Picture(width, height, layout == PixelLayout.Grey ? 1 : 3, arranged, orientation);
    }

    /// <summary>
    /// The picture as one looks at it, equal to <c>PIL.ImageOps.exif_transpose</c>: mirrored and turned as
    /// <see cref="Orientation"/> says, which is <see cref="PictureOrientation.TopLeft"/> then. An upright picture is
    /// returned as it is.
    /// </summary>
    /// <remarks>
    /// To be equal to Pillow to the bit, turn first and resize or crop then: both round differently along rows and
    /// columns.
    /// </remarks>
    public Picture ToUpright()
    {
        if (Orientation == PictureOrientation.TopLeft)
        {
            return this;
        }

        byte[] turned = UprightPixels.Turn(_pixels, Width, Height, Channels, Orientation);
        bool isExchanged = Orientation >= PictureOrientation.LeftTop;
        return new Picture(isExchanged ? Height : Width, isExchanged ? Width : Height, Channels, turned);
    }

    /// <summary>
    /// The picture in grey, by Pillow's <c>convert("L")</c>: ITU-R 601-2 luma, (19595 R + 38470 G + 7471 B + 32768) /
    /// 65536 rounded down. A grey picture is returned as it is.
    /// </summary>
    public Picture ToGrey()
    {
        if (Channels == 1)
        {
            return this;
        }

        byte[] grey = new byte[Width * Height];
        ReadOnlySpan<byte> colour = _pixels;
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = (byte)(
                ((colour[3 * i] * 19595) + (colour[(3 * i) + 1] * 38470) + (colour[(3 * i) + 2] * 7471) + 0x8000) >> 16
            );
        }

        return new Picture(Width, Height, 1, grey, Orientation);
    }

    /// <summary>
    /// The picture in colour, by Pillow's <c>convert("RGB")</c>: grey is repeated in each channel. A colour picture is
    /// returned as it is.
    /// </summary>
    public Picture ToRgb()
    {
        if (Channels == 3)
        {
            return this;
        }

        byte[] colour = new byte[checked(_pixels.Length * 3)];
        for (int i = 0; i < _pixels.Length; i++)
        {
            colour.AsSpan(3 * i, 3).Fill(_pixels[i]);
        }

        return new Picture(Width, Height, 3, colour, Orientation);
    }

    /// <summary>The picture resized as Pillow's <c>Image.resize</c> does it, antialiased, equal to the bit.</summary>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="filter">How pixels are weighed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the result would be larger than
    /// 178,956,970 pixels.</exception>
    public Picture Resize(int width, int height, ResizeFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((long)width * height > PictureLimits.Pixels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(width),
                width,
                $"A picture cannot be resized to {width} x {height}: the limit is {PictureLimits.Pixels} pixels."
            );
        }

        if (width == Width && height == Height)
        {
            return this;
        }

        byte[] pixels = new byte[width * height * Channels];
        Resampler.Resize(this, width, height, filter, new PixelWindow(0, 0, width, height), pixels);
        return new Picture(width, height, Channels, pixels, Orientation);
    }

    /// <summary>
    /// The picture resized as torchvision's <c>Resize(int)</c> does it: its shorter side becomes
    /// <paramref name="size"/>, the longer one keeps the ratio, rounded down.
    /// </summary>
    /// <param name="size">The shorter side of the result, in pixels.</param>
    /// <param name="filter">How pixels are weighed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is less than 1, or the result would be
    /// larger than 178,956,970 pixels.</exception>
    public Picture ResizeShorterSide(int size, ResizeFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (int width, int height) = ShorterSide.Scale(Width, Height, size);
        return Resize(width, height, filter);
    }

    /// <summary>
    /// The middle of the picture, as torchvision's <c>CenterCrop</c> cuts it: an odd margin is halved to even, and
    /// zeros (black) stand around a picture that is smaller.
    /// </summary>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the result would be larger than
    /// 178,956,970 pixels.</exception>
    public Picture CropCentre(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if ((long)width * height > PictureLimits.Pixels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(width),
                width,
                $"A picture cannot be cropped to {width} x {height}: the limit is {PictureLimits.Pixels} pixels."
            );
        }

        CentreCrop rows = CentreCrop.Of(Height, height);
        CentreCrop columns = CentreCrop.Of(Width, width);
        byte[] pixels = new byte[height * width * Channels];
        for (int row = 0; row < rows.Length; row++)
        {
            Pixels
                .Slice((((rows.SourceStart + row) * Width) + columns.SourceStart) * Channels, columns.Length * Channels)
                .CopyTo(pixels.AsSpan((((rows.Start + row) * width) + columns.Start) * Channels));
        }

        return new Picture(width, height, Channels, pixels, Orientation);
    }
}
