using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// 3x3 convolution in groups of 4 or 8 channels (ResNeXt's first stages), several of them in a block of 16.
/// </summary>
internal static unsafe class GroupedConvolution
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <inheritdoc cref="Worker.ConvolveGroups"/>
    public static void ConvolveGroups(
        in Worker w,
        Activation x,
        long weights,
        Activation y,
        int groupWidth,
        int stride,
        bool relu
    )
    {
        int mostPixels = w.Width == VectorWidth.Vector512 ? 14 : 6;
        int tiles = (y.Width + mostPixels - 1) / mostPixels;
        int pixels = Math.DivRem(y.Width, tiles, out int longer);
        float* bias = w.Weights(weights);
        float* packed = bias + PackedLayout.Bias(y.Channels);
        Units units = w.Divide(w.ImageCount * y.Blocks * y.Height);
        while (units.TryTake(out int unit))
        {
            (int plane, int row) = Math.DivRem(unit, y.Height);
            (int image, int block) = Math.DivRem(plane, y.Blocks);
            Tile tile = new()
            {
                Input = x.Plane(image, block) + (((row * stride) - 1) * x.RowStride) - Lanes,
                InputRow = x.RowStride,
                Weights = packed + (block * 9 * groupWidth * Lanes),
                Start = bias + (block * Lanes),
                Output = y.Plane(image, block) + (row * y.RowStride),
                Floor = relu ? 0 : float.NegativeInfinity,
            };
            tile.Ahead = tile.Input + (3 * x.RowStride) + Lanes;
            for (int i = 0; i < tiles; i++)
            {
                int count = i < longer ? pixels + 1 : pixels;
                RunTile(w.Width, groupWidth, stride, count, tile);
                tile.Input += count * stride * Lanes;
                tile.Ahead += count * stride * Lanes;
                tile.Output += count * Lanes;
            }
        }

        w.Done();
    }

    private static void RunTile(VectorWidth width, int groupWidth, int stride, int pixels, in Tile tile)
    {
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            switch (groupWidth, stride)
            {
                case (4, 1):
                    GroupedTiles.Groups4Stride1With512(pixels, tile);
                    break;
                case (4, _):
                    GroupedTiles.Groups4Stride2With512(pixels, tile);
                    break;
                case (_, 1):
                    GroupedTiles.Groups8Stride1With512(pixels, tile);
                    break;
                default:
                    GroupedTiles.Groups8Stride2With512(pixels, tile);
                    break;
            }
        }
        else if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            // Two halves of a block; groups do not cross the middle.
            Tile half = tile;
            for (int lane = 0; lane < Lanes; lane += Vector256<float>.Count)
            {
                switch (groupWidth, stride)
                {
                    case (4, 1):
                        GroupedTiles.Groups4Stride1With256(pixels, half);
                        break;
                    case (4, _):
                        GroupedTiles.Groups4Stride2With256(pixels, half);
                        break;
                    case (_, 1):
                        GroupedTiles.Groups8Stride1With256(pixels, half);
                        break;
                    default:
                        GroupedTiles.Groups8Stride2With256(pixels, half);
                        break;
                }

                half.Input += Vector256<float>.Count;
                half.Weights += Vector256<float>.Count;
                half.Start += Vector256<float>.Count;
                half.Output += Vector256<float>.Count;
                half.Ahead = null;
            }
        }
        else
        {
            RunTile128(groupWidth, stride, pixels, tile);
        }
    }

    // A group twice in a row: every rotation of it is a load somewhere in there. Pixel by pixel, as these processors
    // have few registers; the sums have the order of the other widths.
    private static void RunTile128(int groupWidth, int stride, int pixels, in Tile tile)
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
