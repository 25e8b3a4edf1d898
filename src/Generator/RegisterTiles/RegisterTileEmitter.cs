using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.RegisterTiles;

/// <summary>
/// Writes a family of register tiles. A tile is a block of output pixels times vectors of output channels whose sums
/// stay in registers while the loops run over input channels and taps: each input is broadcast once for all vectors,
/// each weight loaded once for all pixels.
/// </summary>
internal static class RegisterTileEmitter
{
    public static string Emit(RegisterTile tile)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, tile.Namespace, usesX86: Prefetches(tile));
        using (writer.OpenBlock($"unsafe partial class {tile.Class}"))
        {
            using (
                writer.OpenBlock(
                    $"{tile.Accessibility} static partial void {tile.Method}(int pixels, int tiles, in Tile tile)"
                )
            )
            using (writer.OpenBlock("switch (pixels)"))
            {
                for (int pixels = 1; pixels <= tile.Pixels; pixels++)
                {
                    writer.Line($"case {pixels}: {tile.Method}_{pixels}(tiles, tile); break;");
                }

                writer.Line("default: throw new System.ArgumentOutOfRangeException(nameof(pixels));");
            }

            for (int pixels = 1; pixels <= tile.Pixels; pixels++)
            {
                writer.Line();
                EmitTile(writer, tile, pixels);
            }
        }

        return writer.ToString();
    }

    private static void EmitTile(IndentedWriter writer, RegisterTile tile, int pixels)
    {
        writer.Line(
            $"/// <summary>{Count(pixels, "pixel")} x {Count(tile.Vectors, "vector")} of {tile.Lanes} output channels: "
                + $"{Count(pixels * tile.Vectors, "sum")} in registers.</summary>"
        );
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.OpenBlock($"private static void {tile.Method}_{pixels}(int tiles, in Tile tile)"))
        {
            EmitPlaces(writer, tile);
            writer.Line("do");
            using (writer.OpenBraces(" while (--tiles != 0);"))
            {
                EmitStart(writer, tile, pixels);
                writer.Line();
                if (Prefetches(tile))
                {
                    EmitEpiloguePrefetch(writer, tile, pixels);
                    writer.Line();
                }

                EmitLoops(writer, tile, pixels);
                writer.Line();
                EmitEpilogue(writer, tile, pixels);
                writer.Line($"firstInput += {pixels * tile.PixelStep};");
            }
        }
    }

    // What moves from one tile to the next.
    private static void EmitPlaces(IndentedWriter writer, RegisterTile tile)
    {
        writer.Line("float* start = tile.Start;");
        writer.Line("float* firstInput = tile.Input;");
        writer.Line("float* firstWeights = tile.Weights;");
        writer.Line("float* output = tile.Output;");
        writer.Line("float* residual = tile.Residual;");
        if (Prefetches(tile))
        {
            writer.Line("float* firstAhead = tile.Ahead;");
        }
    }

    // Sums begin with the bias (a pixel step of 0) or with partial sums of earlier input blocks.
    private static void EmitStart(IndentedWriter writer, RegisterTile tile, int pixels)
    {
        writer.Line("nint startPixel = tile.StartPixel;");
        if (Strides(tile))
        {
            writer.Line("nint startBlock = tile.StartBlock;");
        }

        for (int p = 0; p < pixels; p++)
        {
            for (int v = 0; v < tile.Vectors; v++)
            {
                writer.Line(
                    $"{tile.Vector}<float> sum{p}_{v} = {tile.Vector}.Load({Address("start", tile, v, "startBlock")});"
                );
            }

            writer.Line("start += startPixel;");
        }
    }

    // What the epilogue reads and writes is on its way while the loops run.
    private static void EmitEpiloguePrefetch(IndentedWriter writer, RegisterTile tile, int pixels)
    {
        using (writer.OpenBlock("if (Sse.IsSupported && residual != null)"))
        {
            if (Strides(tile))
            {
                writer.Line("nint residualAheadBlock = tile.ResidualBlock;");
            }

            for (int p = 0; p < pixels; p++)
            {
                for (int block = 0; block < tile.OutputBlocks; block++)
                {
                    writer.Line(
                        $"Sse.Prefetch0({BlockAddress("residual", block, "residualAheadBlock", p * BlockedLayout.Lanes)});"
                    );
                }
            }
        }
    }

    private static void EmitLoops(IndentedWriter writer, RegisterTile tile, int pixels)
    {
        writer.Line("float* input = firstInput;");
        writer.Line("float* weights = firstWeights;");
        writer.Line("firstWeights += tile.WeightsTile;");
        if (Strides(tile))
        {
            writer.Line("nint weightsBlock = tile.WeightsBlock;");
        }

        if (Prefetches(tile))
        {
            writer.Line("float* ahead = firstAhead;");
            writer.Line("firstAhead += tile.AheadTile;");
            writer.Line("nint aheadStep = tile.AheadStep;");
        }

        writer.Line("nint runLength = tile.RunLength;");
        writer.Line("int blocks = tile.Blocks;");
        writer.Line("do");
        using (writer.OpenBraces(" while (--blocks != 0);"))
        {
            writer.Line("float* row = input;");
            writer.Line("int rows = tile.Rows;");
            writer.Line("do");
            using (writer.OpenBraces(" while (--rows != 0);"))
            {
                writer.Line("float* x = row;");
                writer.Line("float* end = row + runLength;");
                writer.Line("do");
                using (writer.OpenBraces(" while (x != end);"))
                {
                    if (Prefetches(tile))
                    {
                        EmitPrefetch(writer, tile);
                        writer.Line();
                    }

                    for (int u = 0; u < tile.Unroll; u++)
                    {
                        EmitMultiplyAdds(writer, tile, pixels, u);
                    }

                    if (Prefetches(tile))
                    {
                        writer.Line("ahead += aheadStep;");
                    }

                    writer.Line(tile.Unroll == 1 ? "x++;" : $"x += {tile.Unroll};");
                    writer.Line($"weights += {tile.Unroll * BlockedLayout.Lanes};");
                }

                writer.Line();
                writer.Line("row += tile.InputRow;");
            }

            writer.Line();
            writer.Line("input += tile.InputBlock;");
        }
    }

    // The weights that come next are on their way from memory while these are multiplied: see Tile.FetchAhead. Only as
    // many lines as a turn goes ahead: more cost as much as they bring (measured).
    private static void EmitPrefetch(IndentedWriter writer, RegisterTile tile)
    {
        using (writer.OpenBlock("if (Sse.IsSupported)"))
        {
            EmitPrefetch(writer, tile, 0, 1);
            using (writer.OpenBlock($"if (aheadStep > {BlockedLayout.Lanes})"))
            {
                EmitPrefetch(writer, tile, 1, tile.Unroll / 2);
                using (writer.OpenBlock($"if (aheadStep > {tile.Unroll / 2 * BlockedLayout.Lanes})"))
                {
                    EmitPrefetch(writer, tile, tile.Unroll / 2, tile.Unroll);
                }
            }
        }
    }

    private static void EmitPrefetch(IndentedWriter writer, RegisterTile tile, int from, int to)
    {
        for (int u = from; u < to; u++)
        {
            for (int block = 0; block < tile.OutputBlocks; block++)
            {
                writer.Line($"Sse.Prefetch1({BlockAddress("ahead", block, "weightsBlock", u * BlockedLayout.Lanes)});");
            }
        }
    }

    private static void EmitMultiplyAdds(IndentedWriter writer, RegisterTile tile, int pixels, int u)
    {
        for (int v = 0; v < tile.Vectors; v++)
        {
            string at = Address("weights", tile, v, "weightsBlock", u * BlockedLayout.Lanes);
            writer.Line($"{tile.Vector}<float> w{u}_{v} = {tile.Vector}.Load({at});");
        }

        string multiplyAdd = KernelText.MultiplyAdd(tile.Bits);
        for (int p = 0; p < pixels; p++)
        {
            writer.Line($"{tile.Vector}<float> x{u}_{p} = {tile.Vector}.Create(x[{(p * tile.PixelStep) + u}]);");
            for (int v = 0; v < tile.Vectors; v++)
            {
                writer.Line($"sum{p}_{v} = {multiplyAdd}(x{u}_{p}, w{u}_{v}, sum{p}_{v});");
            }
        }
    }

    private static void EmitEpilogue(IndentedWriter writer, RegisterTile tile, int pixels)
    {
        using (writer.OpenBlock("if (residual != null)"))
        {
            if (Strides(tile))
            {
                writer.Line("nint residualBlock = tile.ResidualBlock;");
            }

            ForEachSum(
                tile,
                pixels,
                (p, v, sum) =>
                    writer.Line(
                        $"{sum} += {tile.Vector}.Load({Address("residual", tile, v, "residualBlock", p * BlockedLayout.Lanes)});"
                    )
            );
            writer.Line($"residual += {pixels * BlockedLayout.Lanes};");
        }

        writer.Line();
        // Native maximum gives its second operand when one is NaN, so that NaN passes as in PyTorch.
        writer.Line($"{tile.Vector}<float> floor = {tile.Vector}.Create(tile.Floor);");
        if (Strides(tile))
        {
            writer.Line("nint outputBlock = tile.OutputBlock;");
        }

        ForEachSum(
            tile,
            pixels,
            (p, v, sum) =>
                writer.Line(
                    $"{tile.Vector}.Store({tile.Vector}.MaxNative(floor, {sum}), {Address("output", tile, v, "outputBlock", p * BlockedLayout.Lanes)});"
                )
        );
        writer.Line($"output += {pixels * BlockedLayout.Lanes};");
    }

    private static void ForEachSum(RegisterTile tile, int pixels, Action<int, int, string> action)
    {
        for (int p = 0; p < pixels; p++)
        {
            for (int v = 0; v < tile.Vectors; v++)
            {
                action(p, v, $"sum{p}_{v}");
            }
        }
    }

    /// <summary>The stem's tiles, which multiply one input in a turn, have weights that stay in the cache.</summary>
    private static bool Prefetches(RegisterTile tile) => tile.Unroll > 1;

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static bool Strides(RegisterTile tile) => tile.OutputBlocks > 1;

    private static string Address(string pointer, RegisterTile tile, int vector, string blockStride, int offset = 0)
    {
        (int block, int lane) = (vector * tile.Lanes / BlockedLayout.Lanes, vector * tile.Lanes % BlockedLayout.Lanes);
        return BlockAddress(pointer, block, blockStride, offset + lane);
    }

    private static string BlockAddress(string pointer, int block, string blockStride, int offset)
    {
        string toBlock = block switch
        {
            0 => "",
            1 => $" + {blockStride}",
            _ => $" + ({block} * {blockStride})",
        };
        return $"{pointer}{toBlock}{(offset == 0 ? "" : $" + {offset}")}";
    }
}
