using System.Buffers.Binary;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// Reads the segments between scans (ITU-T T.81, annex B). What libjpeg refuses in them is refused, what it skips is
/// skipped.
/// </summary>
internal sealed class JpegHeader(DecodingContext context)
{
    private const int LongestSide = 65500;

    // Bytes of a frame header up to the number of components.
    private const int FrameSizes = 8;

    // Blocks in a minimum coded unit (B.2.3).
    private const int MostMcuBlocks = 10;

    private readonly JpegTables _tables = new(context);
    private JpegColourRules _colours = new();
    private PictureOrientation? _orientation;
    private bool _hasScan;
    private bool _isComplete;

    public JpegFrame? Frame { get; private set; }

    /// <summary>What the components mean, by the segments before the first scan.</summary>
    public JpegColour Colour => _colours.Of(Frame!);

    /// <summary>How the camera was held, by the first EXIF before the first scan.</summary>
    public PictureOrientation Orientation => _orientation ?? PictureOrientation.TopLeft;

    /// <summary>Reads on to a scan.</summary>
    /// <param name="file">All bytes.</param>
    /// <param name="position">Where to read from; then where the data of the scan begins.</param>
    /// <returns>The scan, or <see langword="null"/> at the end of the picture.</returns>
    public JpegScan? ReadToScan(ReadOnlySpan<byte> file, ref int position)
    {
        while (true)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int marker = Markers.Next(file, ref position);
            switch (marker)
            {
                case Markers.EndOfImage when Frame is null:
                    BeginAnew(file, ref position);
                    break;
                case Markers.EndOfImage:
                    return _hasScan ? null : throw Corrupt("no scan behind its frame header");
                case Markers.StartOfScan when _isComplete:
                    // libjpeg notices behind a header of the right length: where the file ends within it, it is whole
                    // all the same.
                    if (
                        file[position..] is not [byte high, byte low, byte parts, ..]
                        || (high << 8) + low == 6 + (2 * parts)
                    )
                    {
                        Payload(file, ref position);
                    }

                    throw Corrupt("a scan behind the one that has all components");
                case Markers.StartOfScan:
                    return ReadScan(Payload(file, ref position));
                case Markers.BaselineFrame or Markers.ExtendedFrame or Markers.ProgressiveFrame when Frame is not null:
                    // libjpeg notices behind the sizes: where the file ends before them, it is whole all the same.
                    throw file.Length - position < FrameSizes
                        ? new EndOfJpegException()
                        : Corrupt("a second frame header, where one is due");
                case Markers.BaselineFrame or Markers.ExtendedFrame or Markers.ProgressiveFrame:
                    ReadFrame(Payload(file, ref position), marker == Markers.ProgressiveFrame);
                    break;
                case Markers.HuffmanTables:
                    _tables.ReadHuffman(Payload(file, ref position));
                    break;
                case Markers.QuantisationTables:
                    _tables.ReadQuantisation(Payload(file, ref position));
                    break;
                case Markers.RestartInterval:
                    _tables.ReadRestartInterval(Payload(file, ref position, exactly: 2));
                    break;
                case Markers.ArithmeticConditioning:
                    _tables.CheckConditioning(Payload(file, ref position));
                    break;
                case Markers.Application0:
                    _colours.SeeApplication0(Skipped(file, ref position));
                    break;
                case Markers.Application14:
                    _colours.SeeApplication14(Skipped(file, ref position));
                    break;
                case Markers.Application1 when !_hasScan:
                    ReadOnlySpan<byte> application1 = Skipped(file, ref position);
                    _orientation ??= ExifOrientation.OfJpegSegment(application1);
                    break;
                case Markers.NumberOfLines or Markers.Comment or (>= Markers.Application1 and <= Markers.Application15):
                    Skipped(file, ref position);
                    break;
                case (>= Markers.Restart0 and <= Markers.Restart7) or Markers.Temporary:
                    // They have no segment.
                    break;
                case Markers.LosslessFrame or (>= Markers.HierarchicalFrame and <= Markers.LastFrame):
                    throw PictureException.Unsupported(
                        context.PictureName,
                        $"a JPEG with lossless, hierarchical or arithmetic coding (marker FF{marker:X2})"
                    );
                case Markers.StartOfImage:
                    throw Corrupt("a second start, where one is due");
                default:
                    throw Corrupt($"marker FF{marker:X2}, which is reserved");
            }
        }
    }

    /// <summary>
    /// Checks what stands behind the only scan. Pillow reads blocks of 64 KiB, and what is behind the present one is
    /// not looked at. The end may be missing, as no pixel is.
    /// </summary>
    public void ReadToEnd(ReadOnlySpan<byte> file, int position)
    {
        const int PillowsBlock = 1 << 16;
        _isComplete = true;
        long end = ((long)position + PillowsBlock - 1) / PillowsBlock * PillowsBlock;
        try
        {
            ReadToScan(file[..(int)Math.Min(end, file.Length)], ref position);
        }
        catch (EndOfJpegException) { }
    }

    /// <summary>
    /// Goes on behind an end without a picture: a file may begin with one that has tables alone (ITU-T T.81, B.5). The
    /// next one must follow at once. Tables stay, what else was said does not.
    /// </summary>
    private void BeginAnew(ReadOnlySpan<byte> file, ref int position)
    {
        if (file[position..] is not [0xFF, Markers.StartOfImage, ..])
        {
            throw Corrupt("its end before any pixels");
        }

        position += 2;
        _colours = new JpegColourRules();
        _tables.ResetRestartInterval();
    }

    private ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> file, ref int position, int? exactly = null)
    {
        ReadOnlySpan<byte> rest = file[position..];
        int length = rest.Length < 2 ? throw new EndOfJpegException() : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2 || length - 2 != (exactly ?? length - 2))
        {
            string due = exactly is { } bytes ? $"{bytes + 2}" : "2 or more";
            throw Corrupt($"a segment of {length} bytes at byte {position}, where {due} are due");
        }

        position += length;
        return length <= rest.Length ? rest[2..length] : throw new EndOfJpegException();
    }

    /// <summary>
    /// A segment that no pixel comes from. libjpeg takes an impossible length of such a one for an empty segment.
    /// </summary>
    private ReadOnlySpan<byte> Skipped(ReadOnlySpan<byte> file, ref int position)
    {
        if (file[position..] is [0, 0 or 1, ..])
        {
            position += 2;
            return default;
        }

        return Payload(file, ref position);
    }

    private void ReadFrame(ReadOnlySpan<byte> payload, bool isProgressive)
    {
        if (payload.Length < 6 || payload.Length != 6 + (3 * payload[5]))
        {
            throw Corrupt($"a frame header of {payload.Length} bytes, which does not fit its number of components");
        }

        if (payload[0] != 8)
        {
            throw PictureException.Unsupported(context.PictureName, $"a JPEG with {payload[0]} bits a sample");
        }

        if (payload[5] is not (1 or 3 or 4))
        {
            throw PictureException.Unsupported(context.PictureName, $"a JPEG with {payload[5]} components");
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(payload[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(payload[3..]);
        context.CheckSize(PictureFormat.Jpeg, width, height);
        if (Math.Max(width, height) > LongestSide)
        {
            throw PictureException.Unsupported(
                context.PictureName,
                $"a JPEG of {width} x {height} pixels, where libjpeg stops at {LongestSide} a side"
            );
        }

        ComponentHeader[] components = new ComponentHeader[payload[5]];
        for (int i = 0; i < components.Length; i++)
        {
            ReadOnlySpan<byte> fields = payload.Slice(6 + (3 * i), 3);
            components[i] = new ComponentHeader(fields[0], fields[1] >> 4, fields[1] & 15, fields[2]);
            if (components[i].HorizontalFactor is < 1 or > 4 || components[i].VerticalFactor is < 1 or > 4)
            {
                throw Corrupt(
                    $"sampling factors {components[i].HorizontalFactor}x{components[i].VerticalFactor} of component {i}, "
                        + "where 1 to 4 are due"
                );
            }
        }

        Frame = new JpegFrame(width, height, isProgressive, components);
        if (!Array.TrueForAll(Frame.Components, component => Upsampler.IsPossible(Frame, component)))
        {
            throw PictureException.Unsupported(
                context.PictureName,
                "a JPEG with sampling factors that do not divide the largest one"
            );
        }
    }

    private JpegScan ReadScan(ReadOnlySpan<byte> payload)
    {
        if (Frame is null)
        {
            throw Corrupt("a scan before the frame header");
        }

        if (payload.Length < 6 || payload[0] is < 1 or > 4 || payload.Length != 4 + (2 * payload[0]))
        {
            throw Corrupt($"a scan header of {payload.Length} bytes, which does not fit its number of components");
        }

        _hasScan = true;
        ReadOnlySpan<byte> parameters = payload[(1 + (2 * payload[0]))..];
        (int first, int last) = Frame.IsProgressive ? (parameters[0], parameters[1]) : (0, JpegFrame.BlockLength - 1);
        (int previousBit, int bit) = Frame.IsProgressive ? (parameters[2] >> 4, parameters[2] & 15) : (0, 0);
        bool isDc = first == 0;
        if (
            Frame.IsProgressive
            && (
                (isDc ? last != 0 : last < first || last >= JpegFrame.BlockLength || payload[0] != 1)
                || (previousBit != 0 && bit != previousBit - 1)
                || bit > 13
            )
        )
        {
            throw Corrupt(
                $"an impossible progressive scan: coefficients {first} to {last}, bits {previousBit} to {bit}"
            );
        }

        bool needsDc = !Frame.IsProgressive || (isDc && previousBit == 0);
        bool needsAc = !Frame.IsProgressive || !isDc;
        JpegComponent[] components = new JpegComponent[payload[0]];
        ScanComponent[] parts = new ScanComponent[payload[0]];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = FindComponent(payload[1 + (2 * i)], components.AsSpan(0, i));
            int tables = payload[2 + (2 * i)];
            parts[i] = new ScanComponent(
                components[i],
                needsDc ? _tables.Dc(tables >> 4, Frame.IsProgressive) : null,
                needsAc ? _tables.Ac(tables & 15, Frame.IsProgressive) : null
            );
        }

        JpegScan scan = new(parts, first, last, previousBit, bit, _tables.RestartInterval);
        if (scan.McuBlocks > MostMcuBlocks)
        {
            throw Corrupt($"{scan.McuBlocks} blocks in a minimum coded unit, where up to {MostMcuBlocks} are due");
        }

        foreach (JpegComponent component in components)
        {
            // A table of the same number that comes later is for other components.
            component.Quantisation ??= _tables.Quantisation(component.Header.QuantisationIndex);
        }

        return scan;
    }

    /// <summary>
    /// The component of that name. Some encoders give all of them the same one: the scan's component i is not one
    /// before the frame's component i, as the order is the same.
    /// </summary>
    private JpegComponent FindComponent(byte id, ReadOnlySpan<JpegComponent> earlier)
    {
        foreach (JpegComponent component in Frame!.Components.AsSpan(Math.Min(earlier.Length, Frame.Components.Length)))
        {
            if (component.Header.Id == id)
            {
                return earlier.IndexOf(component) < 0
                    ? component
                    : throw Corrupt($"a scan that has component {id} twice");
            }
        }

        throw Corrupt($"a scan of component {id}, which the frame header does not have there");
    }

    private PictureException Corrupt(string what) =>
        PictureException.Corrupt(context.PictureName, $"a JPEG with {what}");
}
