using System.Buffers.Binary;

namespace ResNetGen.Imaging;

/// <summary>What IHDR says, the first chunk of a PNG (ISO/IEC 15948, 11.2.1).</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool IsInterlaced)
{
    private const int Length = 13;

    /// <summary>Samples of a pixel in the file, alpha with them.</summary>
    private int Samples =>
        Colour switch
        {
            PngColour.Rgb => 3,
            PngColour.GreyAlpha => 2,
            PngColour.Rgba => 4,
            _ => 1,
        };

    public int BitsPerPixel => Samples * Depth;

    /// <summary>
    /// How far back filters look for the sample to the left: a pixel, or a byte where pixels are smaller.
    /// </summary>
    public int FilterDistance => (BitsPerPixel + 7) / 8;

    public bool HasAlpha => Colour is PngColour.GreyAlpha or PngColour.Rgba;

    /// <summary>Channels of the picture.</summary>
    public int Channels => Colour is PngColour.Grey or PngColour.GreyAlpha ? 1 : 3;

    /// <summary>Bytes of a row of so many pixels, without the byte of its filter.</summary>
    public int RowBytes(int columns) => (int)((((long)columns * BitsPerPixel) + 7) / 8);

    /// <summary>
    /// As Pillow reads it: bytes beyond the header's own do not matter, nor does the number of the compression, of
    /// which there is but one.
    /// </summary>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk, DecodingContext context)
    {
        string pictureName = context.PictureName;
        if (chunk.Length < Length)
        {
            throw PictureException.Corrupt(pictureName, $"a PNG with a header of {chunk.Length} bytes");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        (int depth, PngColour colour) = (chunk[8], (PngColour)chunk[9]);
        context.CheckSize(PictureFormat.Png, width, height);
        bool isKnown = (colour, depth) switch
        {
            (PngColour.Grey, 1 or 2 or 4 or 8 or 16) or (PngColour.Palette, 1 or 2 or 4 or 8) => true,
            (PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba, 8 or 16) => true,
            _ => false,
        };
        if (!isKnown)
        {
            throw PictureException.Corrupt(
                pictureName,
                $"a PNG of colour type {chunk[9]} with {depth} bits a sample, which there is not"
            );
        }

        if (chunk[11] != 0)
        {
            throw PictureException.Corrupt(pictureName, $"a PNG with filter method {chunk[11]}, which there is not");
        }

        return new PngHeader((int)width, (int)height, depth, colour, IsInterlaced: chunk[12] != 0);
    }
}
