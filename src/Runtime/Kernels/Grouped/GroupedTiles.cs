using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// The inner loops of 3x3 convolutions in groups of 4 and 8 channels. With 512 and 256 bits and for Arm64 they are
/// emitted, for a block or half of one; groups do not cross its middle.
/// </summary>
internal readonly unsafe partial struct GroupedTiles
{
    private const int Lanes = BlockedLayout.Lanes;

    // As many as of register tiles.
    private const int Wide = RegisterTileSizes.Pixels;
    private const int Narrow = RegisterTileSizes.NarrowPixels;

    private readonly delegate* <int, in Tile, void> _run;
    private readonly int _channels;
    private readonly int _groupWidth;
    private readonly int _stride;

    /// <summary>The tiles for a vector width.</summary>
    public GroupedTiles(VectorWidth width, int groupWidth, int stride)
    {
        this = Emitted(width, groupWidth, stride);
        if (_run == null)
        {
            Pixels = Narrow;
        }

        _groupWidth = groupWidth;
        _stride = stride;
    }

    private GroupedTiles(delegate* <int, in Tile, void> run, int pixels, int channels, int rotations)
    {
        _run = run;
        Pixels = pixels;
        _channels = channels;
        WeightsByInput = rotations == 1;
    }

    /// <summary>The most pixels of a tile.</summary>
    public int Pixels { get; }

    /// <summary>
    /// Whether all lanes of a vector of weights meet one input: <c>[row][input of the group][column][16]</c>.
    /// </summary>
    public bool WeightsByInput { get; }

    /// <summary>Runs a tile of so many pixels, over all channels of a block.</summary>
    public void Run(int pixels, in Tile tile)
    {
        if (_channels == Lanes)
        {
            _run(pixels, tile);
        }
        else if (_run != null)
        {
            Tile part = tile;
            for (int lane = 0; lane < Lanes; lane += _channels)
            {
                _run(pixels, part);
                part.Input += _channels;
                part.Weights += _channels;
                part.Start += _channels;
                part.Output += _channels;
                part.Ahead = null;
            }
        }
        else
        {
            RunWith128(_groupWidth, _stride, pixels, tile);
        }
    }

    [GroupedTile(Bits = 512, GroupWidth = 4, Stride = 1, Pixels = Wide)]
    [GroupedTile(Bits = 512, GroupWidth = 4, Stride = 2, Pixels = Wide)]
    [GroupedTile(Bits = 512, GroupWidth = 8, Stride = 1, Pixels = Wide)]
    [GroupedTile(Bits = 512, GroupWidth = 8, Stride = 2, Pixels = Wide)]
    [GroupedTile(Bits = 256, GroupWidth = 4, Stride = 1, Pixels = Narrow)]
    [GroupedTile(Bits = 256, GroupWidth = 4, Stride = 2, Pixels = Narrow)]
    [GroupedTile(Bits = 256, GroupWidth = 8, Stride = 1, Pixels = Narrow)]
    [GroupedTile(Bits = 256, GroupWidth = 8, Stride = 2, Pixels = Narrow)]
    [GroupedTile(Bits = 128, Registers = 32, GroupWidth = 4, Stride = 1, Pixels = Wide)]
    [GroupedTile(Bits = 128, Registers = 32, GroupWidth = 4, Stride = 2, Pixels = Wide)]
    [GroupedTile(Bits = 128, Registers = 32, GroupWidth = 8, Stride = 1, Pixels = Wide)]
    [GroupedTile(Bits = 128, Registers = 32, GroupWidth = 8, Stride = 2, Pixels = Wide)]
    private static partial GroupedTiles Emitted(VectorWidth width, int groupWidth, int stride);

    // A group twice in a row: every rotation of it is a load somewhere in there. Pixel by pixel, as these processors
    // have few registers; the sums have the order of the other widths.
    private static void RunWith128(int groupWidth, int stride, int pixels, in Tile tile)
    {
        const int TwiceStride = 16;
        float* twice = stackalloc float[3 * TwiceStride];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int group = 0; group < Lanes; group += groupWidth)
            {
                Vector128<float> low = Vector128.Load(tile.Start + group);
                Vector128<float> high = groupWidth == 8 ? Vector128.Load(tile.Start + group + 4) : low;
                float* weights = tile.Weights + group;
                for (int row = 0; row < 3; row++)
                {
                    float* x = tile.Input + (row * tile.InputRow) + (pixel * stride * Lanes) + group;
                    for (int column = 0; column < 3; column++, x += Lanes)
                    {
                        new ReadOnlySpan<float>(x, groupWidth).CopyTo(
                            new Span<float>(twice + (column * TwiceStride), groupWidth)
                        );
                        new ReadOnlySpan<float>(x, groupWidth).CopyTo(
                            new Span<float>(twice + (column * TwiceStride) + groupWidth, groupWidth)
                        );
                    }

                    for (int rotation = 0; rotation < groupWidth; rotation++)
                    {
                        for (int column = 0; column < 3; column++, weights += Lanes)
                        {
                            float* rotated = twice + (column * TwiceStride) + rotation;
                            low = Vector128.MultiplyAddEstimate(Vector128.Load(rotated), Vector128.Load(weights), low);
                            if (groupWidth == 8)
                            {
                                high = Vector128.MultiplyAddEstimate(
                                    Vector128.Load(rotated + 4),
                                    Vector128.Load(weights + 4),
                                    high
                                );
                            }
                        }
                    }
                }

                Vector128<float> floor = Vector128.Create(tile.Floor);
                Vector128.Store(Vector128.MaxNative(floor, low), tile.Output + (pixel * Lanes) + group);
                if (groupWidth == 8)
                {
                    Vector128.Store(Vector128.MaxNative(floor, high), tile.Output + (pixel * Lanes) + group + 4);
                }
            }
        }
    }
}
