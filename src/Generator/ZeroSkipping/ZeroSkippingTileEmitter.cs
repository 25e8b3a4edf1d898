using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.ZeroSkipping;

/// <summary>
/// Writes a tile that skips zeros: the sums of one or two pixels and so many output channels in registers. Masks say
/// which of 64 inputs are not zero; each of these is broadcast and meets its weights, which come from the first-level
/// cache. Nothing is computed with the others. Pixels side by side are pairs: first the inputs that neither has zero,
/// whose weights are loaded once for both, then those of each alone. So the loads of weights, of which the cache gives
/// fewer than the multiply-adds could take, are few where inputs are dense.
/// </summary>
internal static class ZeroSkippingTileEmitter
{
    private const int BlockLanes = BlockedLayout.Lanes;

    public static string Emit(ZeroSkippingTile tile)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, tile.Namespace, usesX86: true);
        using (writer.OpenBlock($"unsafe partial class {tile.Class}"))
        {
            writer.Line(
                $"/// <summary>{(tile.Pixels == 1 ? "Pixels one by one" : "Pairs of pixels")} x {tile.Blocks} block{(tile.Blocks == 1 ? "" : "s")} of 16 output channels: "
                    + $"{tile.Pixels * tile.Blocks * tile.Vectors} sums in registers.</summary>"
            );
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
            using (writer.OpenBlock($"{tile.Accessibility} static partial void {tile.Method}(in ZeroSkippingRow row)"))
            {
                foreach (
                    string pointer in new[] { "inputs", "weights", "start", "output", "residual", "ahead", "aheadEnd" }
                )
                {
                    writer.Line($"float* {pointer} = row.{char.ToUpperInvariant(pointer[0])}{pointer.Substring(1)};");
                }

                writer.Line("nint aheadInput = row.AheadInput;");
                writer.Line("float* aheadInputEnd = row.AheadPixel == 0 ? aheadEnd : ahead;");
                writer.Line("ulong* masks = row.Masks;");
                writer.Line("nint step = row.Step;");
                writer.Line("int pixels = row.Pixels;");
                if (tile.Pixels == 1)
                {
                    writer.Line("bool second = false;");
                }

                for (int pixels = tile.Pixels; pixels > 0; pixels--)
                {
                    writer.Line();
                    using (writer.OpenBlock($"for (; pixels >= {pixels}; pixels -= {pixels})"))
                    {
                        EmitPixels(writer, tile, pixels);
                    }
                }

                writer.Line();
                EmitPrefetch(writer, "aheadEnd");
            }
        }

        return writer.ToString();
    }

    private static void EmitPixels(IndentedWriter writer, ZeroSkippingTile tile, int pixels)
    {
        writer.Line(
            $"float* aheadPixel = ahead + {(pixels == 1 ? "row.AheadPixel" : $"({pixels} * row.AheadPixel)")};"
        );
        EmitPrefetch(writer, "(aheadPixel < aheadEnd ? aheadPixel : aheadEnd)");
        EmitResidualPrefetch(writer, tile, pixels);
        writer.Line();

        // Sums begin with the bias (a pixel step of 0) or with those of the chunks before.
        writer.Line("nint startBlock = row.StartBlock;");
        for (int p = 0; p < pixels; p++)
        {
            ForEachVector(
                writer,
                tile,
                p,
                "start",
                "from",
                "startBlock",
                (sum, at) => $"{tile.Vector}<float> {sum} = {tile.Vector}.Load({at});"
            );
            writer.Line("start += row.StartPixel;");
        }

        writer.Line();
        EmitMasks(writer, tile, pixels);
        if (pixels == tile.Pixels)
        {
            writer.Line();
            writer.Line(
                pixels == 1
                    ? "// Inputs that the other pixel of the pair has too."
                    : "// Inputs that both pixels have: each weight is loaded once."
            );
            EmitLoop(writer, tile, "both", [.. Enumerable.Range(0, pixels)]);
        }

        for (int p = 0; p < pixels; p++)
        {
            writer.Line();
            writer.Line(
                pixels == 1 ? "// Its own."
                : p == 0 ? "// The first one's own."
                : "// The second one's own."
            );
            EmitLoop(writer, tile, pixels == tile.Pixels ? $"mask{p} & ~both" : $"mask{p}", [p]);
        }

        writer.Line();
        writer.Line($"masks += {(pixels == 1 ? "step" : $"{pixels} * step")};");
        writer.Line($"inputs += {(pixels == 1 ? "" : $"{pixels} * ")}step * {ZeroSkippingLayout.ChunkChannels};");
        EmitEpilogue(writer, tile, pixels);
    }

    private static void EmitMasks(IndentedWriter writer, ZeroSkippingTile tile, int pixels)
    {
        writer.Line("ulong mask0 = masks[0];");
        if (pixels == 2)
        {
            writer.Line("ulong mask1 = masks[step];");
            writer.Line("ulong both = mask0 & mask1;");
            writer.Line($"float* inputs1 = inputs + (step * {ZeroSkippingLayout.ChunkChannels});");
        }
        else if (tile.Pixels == 1)
        {
            writer.Line("ulong both = second ? mask0 & masks[-step] : pixels > 1 ? mask0 & masks[step] : 0;");
            writer.Line("second = !second;");
        }
    }

    // Over the inputs of a mask, for the pixels that have it.
    private static void EmitLoop(IndentedWriter writer, ZeroSkippingTile tile, string mask, int[] pixels)
    {
        string multiplyAdd = KernelText.MultiplyAdd(tile.Bits);
        using (writer.OpenBlock($"for (ulong mask = {mask}; mask != 0; mask &= mask - 1)"))
        {
            using (writer.OpenBlock("if (Sse.IsSupported && ahead < aheadInputEnd)"))
            {
                writer.Line("Sse.Prefetch1(ahead);");
                writer.Line("ahead += aheadInput;");
            }

            writer.Line();
            writer.Line("nint input = System.Numerics.BitOperations.TrailingZeroCount(mask);");
            foreach (int p in pixels)
            {
                writer.Line(
                    $"{tile.Vector}<float> x{p} = {tile.Vector}.Create({(p == 0 ? "inputs" : "inputs1")}[input]);"
                );
            }

            writer.Line($"float* w = weights + (input * {BlockLanes});");
            for (int block = 0; block < tile.Blocks; block++)
            {
                for (int v = 0; v < tile.Vectors; v++)
                {
                    string at = KernelText.At("w", (block * ZeroSkippingLayout.BlockWeights) + (v * tile.Lanes));
                    writer.Line($"{tile.Vector}<float> w{block}_{v} = {tile.Vector}.Load({at});");
                    foreach (int p in pixels)
                    {
                        string sum = Sum(p, block, v);
                        writer.Line($"{sum} = {multiplyAdd}(x{p}, w{block}_{v}, {sum});");
                    }
                }
            }
        }
    }

    private static void EmitPrefetch(IndentedWriter writer, string end)
    {
        using (writer.OpenBlock($"for (; Sse.IsSupported && ahead < {end}; ahead += {BlockLanes})"))
        {
            writer.Line("Sse.Prefetch1(ahead);");
        }

        writer.Line();
    }

    private static void EmitResidualPrefetch(IndentedWriter writer, ZeroSkippingTile tile, int pixels)
    {
        using (writer.OpenBlock("if (Sse.IsSupported && residual != null)"))
        {
            writer.Line("float* residualAhead = residual;");
            for (int block = 0; block < tile.Blocks; block++)
            {
                if (block > 0)
                {
                    writer.Line("residualAhead += row.ResidualBlock;");
                }

                for (int p = 0; p < pixels; p++)
                {
                    writer.Line($"Sse.Prefetch0({KernelText.At("residualAhead", p * BlockLanes)});");
                }
            }
        }
    }

    private static void EmitEpilogue(IndentedWriter writer, ZeroSkippingTile tile, int pixels)
    {
        using (writer.OpenBlock("if (residual != null)"))
        {
            writer.Line("nint residualBlock = row.ResidualBlock;");
            for (int p = 0; p < pixels; p++)
            {
                ForEachVector(
                    writer,
                    tile,
                    p,
                    "residual",
                    "added",
                    "residualBlock",
                    (sum, at) => $"{sum} += {tile.Vector}.Load({at});"
                );
                writer.Line($"residual += {BlockLanes};");
            }
        }

        writer.Line();

        // Native maximum gives its second operand when one is NaN, so that NaN passes as in PyTorch.
        writer.Line($"{tile.Vector}<float> floor = {tile.Vector}.Create(row.Floor);");
        writer.Line("nint outputBlock = row.OutputBlock;");
        for (int p = 0; p < pixels; p++)
        {
            ForEachVector(
                writer,
                tile,
                p,
                "output",
                "to",
                "outputBlock",
                (sum, at) => $"{tile.Vector}.Store({tile.Vector}.MaxNative(floor, {sum}), {at});"
            );
            writer.Line($"output += {BlockLanes};");
        }
    }

    // A pointer walks from block to block: fewer registers than an address for each.
    private static void ForEachVector(
        IndentedWriter writer,
        ZeroSkippingTile tile,
        int pixel,
        string first,
        string pointer,
        string stride,
        Func<string, string, string> line
    )
    {
        writer.Line($"float* {pointer}{pixel} = {first};");
        for (int block = 0; block < tile.Blocks; block++)
        {
            if (block > 0)
            {
                writer.Line($"{pointer}{pixel} += {stride};");
            }

            for (int v = 0; v < tile.Vectors; v++)
            {
                writer.Line(line(Sum(pixel, block, v), KernelText.At($"{pointer}{pixel}", v * tile.Lanes)));
            }
        }
    }

    private static string Sum(int pixel, int block, int vector) => $"sum{pixel}_{block}_{vector}";
}
