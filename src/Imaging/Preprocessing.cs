using System.Collections.Immutable;

namespace ResNetGen.Imaging;

/// <summary>
/// From a picture to the input of a network: upright if that is asked for, shorter side to a size (antialiased), centre
/// crop, divide by 255, subtract the mean, divide by the standard deviation, one plane per channel. The arithmetic is
/// torchvision's: 8 bits until the crop, single precision after it. <see cref="CropMode.Border"/> shows the whole
/// picture instead of its middle.
/// </summary>
/// <example><code>
/// Preprocessing.TorchvisionV1.Apply(Picture.Load("cat.jpg"), input);
/// Preprocessing half = Preprocessing.TorchvisionV2.ForInput(112, 112);
/// </code></example>
public sealed partial record Preprocessing
{
    /// <summary>
    /// Whether a picture is turned upright first, as <see cref="Picture.ToUpright"/> does it. Default not, as in
    /// torchvision: pictures of phones, which mostly note a turn in EXIF, then lie on their sides.
    /// </summary>
    public bool TurnUpright { get; init; }

    /// <summary>
    /// Whether the network sees the middle of a picture or all of it. Default <see cref="CropMode.Center"/>.
    /// </summary>
    public CropMode CropMode { get; init; }

    /// <summary>
    /// The level of the ground, from 0 for black to 255 for white: of what a picture leaves free in the crop, and behind
    /// transparent pixels that <see cref="Load"/> and <see cref="Decode"/> read. Default null: what is left free is
    /// black, and alpha is dropped.
    /// </summary>
    public byte? Background { get; init; }

    /// <summary>
    /// The shorter side of the picture after resizing, in pixels. Default 256. It does not matter with
    /// <see cref="CropMode.Border"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int ShorterSide
    {
        get;
        init
        {
            field = Positive(value, nameof(ShorterSide));
            CropFraction = null;
        }
    } = 256;

    /// <summary>How pixels are weighed in resizing. Default <see cref="ResizeFilter.Bilinear"/>.</summary>
    public ResizeFilter Filter { get; init; }

    /// <summary>Rows of the network's input, in pixels. Default 224.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int CropHeight
    {
        get;
        init => field = Positive(value, nameof(CropHeight));
    } = 224;

    /// <summary>Columns of the network's input, in pixels. Default 224.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int CropWidth
    {
        get;
        init => field = Positive(value, nameof(CropWidth));
    } = 224;

    /// <summary>
    /// Planes of the network's input: 3 for red, green, blue (grey pictures are repeated), 1 for grey (colour becomes
    /// luma before resizing). Default 3.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither 1 nor 3.</exception>
    public int Channels
    {
        get;
        init =>
            field = value is 1 or 3
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Channels),
                    value,
                    "A network takes 1 channel (grey) or 3 (red, green, blue)."
                );
    } = 3;

    /// <summary>
    /// The order of three planes. Default <see cref="ChannelOrder.Rgb"/>. <see cref="Mean"/>, <see cref="MeanImage"/>
    /// and <see cref="StandardDeviation"/> are in the same order.
    /// </summary>
    public ChannelOrder ChannelOrder { get; init; }

    /// <summary>
    /// What is subtracted from each channel, in units of the full scale (0 to 1). As many as <see cref="Channels"/>;
    /// default ImageNet's.
    /// </summary>
    public ImmutableArray<float> Mean { get; init; } = ImageNetMean;

    /// <summary>
    /// What is subtracted from each pixel in place of <see cref="Mean"/>, in units of the full scale:
    /// [channel][row][column], <see cref="Length"/> values. Caffe and CNTK have such means. Default empty: there is
    /// none.
    /// </summary>
    public ImmutableArray<float> MeanImage { get; init; } = [];

    /// <summary>
    /// What each channel is divided by after that, in units of the full scale. As many as <see cref="Channels"/>;
    /// default ImageNet's. Networks that take 0 to 255 have 1/255.
    /// </summary>
    public ImmutableArray<float> StandardDeviation { get; init; } = ImageNetStandardDeviation;

    /// <summary>
    /// Floats that <see cref="Apply(Picture, Span{float})"/> writes: <see cref="Channels"/> x <see cref="CropHeight"/>
    /// x <see cref="CropWidth"/>.
    /// </summary>
    public int Length => checked(Channels * CropHeight * CropWidth);

    /// <summary>
    /// The crop's part of the shorter side where a preset states it, since its rounding differs from size to size; gone
    /// once the shorter side is set.
    /// </summary>
    private double? CropFraction { get; init; }

    /// <summary>
    /// The same preprocessing for a network of another input size. The shorter side keeps its ratio to the longer side
    /// of the crop, rounded down, so that the crop lies within every picture. A <see cref="MeanImage"/> stays as it is,
    /// and fits no other size.
    /// </summary>
    /// <param name="height">Rows of the network's input, in pixels.</param>
    /// <param name="width">Columns of the network's input, in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public Preprocessing ForInput(int height, int width)
    {
        int size = Math.Max(Positive(height, nameof(height)), Positive(width, nameof(width)));
        int shorterSide = CropFraction is { } fraction
            ? (int)Math.Floor(size / fraction)
            : (int)((long)size * ShorterSide / Math.Max(CropHeight, CropWidth));
        return this with
        {
            CropHeight = height,
            CropWidth = width,
            ShorterSide = Math.Max(shorterSide, 1),
            CropFraction = CropFraction,
        };
    }

    /// <summary>Prepares a picture for the network, in a new array.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>[channel][row][column], <see cref="Length"/> floats.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Mean"/>, <see cref="MeanImage"/> or
    /// <see cref="StandardDeviation"/> does not fit <see cref="Channels"/> or the crop.</exception>
    public float[] Apply(Picture picture)
    {
        float[] input = new float[Length];
        Apply(picture, input);
        return input;
    }

    /// <summary>
    /// Prepares a picture for the network, straight into its input: image <c>n</c> of a batch is <c>input.Slice(n *
    /// Length, Length)</c>.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="destination">[channel][row][column], exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is of another length.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Mean"/>, <see cref="MeanImage"/> or
    /// <see cref="StandardDeviation"/> does not fit <see cref="Channels"/> or the crop.</exception>
    public void Apply(Picture picture, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (destination.Length != Length)
        {
            throw new ArgumentException(
                $"Preprocessing writes {Channels} x {CropHeight} x {CropWidth} = {Length} floats, "
                    + $"but the destination holds {destination.Length}. "
                    + "Pass one image's part of the input, or adapt the preprocessing with ForInput.",
                nameof(destination)
            );
        }

        CheckNormalisation();
        new Preprocessor(this).Apply(picture, destination);
    }

    /// <summary>Equal when every property is, means and standard deviation by their values.</summary>
    public bool Equals(Preprocessing? other) =>
        other is not null
        && CropMode == other.CropMode
        && Background == other.Background
        && ShorterSide == other.ShorterSide
        && Filter == other.Filter
        && CropHeight == other.CropHeight
        && CropWidth == other.CropWidth
        && Channels == other.Channels
        && TurnUpright == other.TurnUpright
        && ChannelOrder == other.ChannelOrder
        && CropFraction == other.CropFraction
        && Mean.AsSpan().SequenceEqual(other.Mean.AsSpan())
        && MeanImage.AsSpan().SequenceEqual(other.MeanImage.AsSpan())
        && StandardDeviation.AsSpan().SequenceEqual(other.StandardDeviation.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(
            ShorterSide,
            Filter,
            CropHeight,
            CropWidth,
            Channels,
            TurnUpright,
            ChannelOrder,
            (CropMode, Background)
        );

    private void CheckNormalisation()
    {
        ReadOnlySpan<float> mean = Mean.AsSpan();
        ReadOnlySpan<float> meanImage = MeanImage.AsSpan();
        if (!meanImage.IsEmpty && meanImage.Length != Length)
        {
            throw new InvalidOperationException(
                $"{nameof(MeanImage)} has {meanImage.Length} values for {Channels} x {CropHeight} x {CropWidth} = {Length}: "
                    + "it is for networks of one input size."
            );
        }

        if (meanImage.IsEmpty && mean.Length != Channels)
        {
            throw new InvalidOperationException(
                $"{nameof(Mean)} has {mean.Length} values for {Channels} channels: give one each."
            );
        }

        ReadOnlySpan<float> standardDeviation = StandardDeviation.AsSpan();
        if (standardDeviation.Length != Channels || standardDeviation.Contains(0f))
        {
            throw new InvalidOperationException(
                $"{nameof(StandardDeviation)} has {standardDeviation.Length} values for {Channels} channels, or one of them is zero: "
                    + "give one each, none zero."
            );
        }
    }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
