using ResNetGen.Generator.Emit;

namespace ResNetGen.Generator.GroupedTiles;

/// <summary>
/// Writes a family of tiles for a 3x3 convolution whose groups are narrower than a vector. Each output channel needs
/// only the inputs of its own group, and all lanes of a group take turns: rotated by r within its group, an input
/// vector meets the weights of the inputs r lanes further on. So a block of 16 channels costs as many multiply-adds as
/// a group is wide, not 16.
/// </summary>
internal static class GroupedTileEmitter
{
    private const int BlockLanes = BlockedLayout.Lanes;

    public static string Emit(GroupedTile tile)
    {
        IndentedWriter writer = new();
        KernelText.Head(writer, tile.Namespace, usesX86: true);
        using (writer.OpenBlock($"unsafe partial class {tile.Class}"))
        {
            using (
                writer.OpenBlock($"{tile.Accessibility} static partial void {tile.Method}(int pixels, in Tile tile)")
            )
            using (writer.OpenBlock("switch (pixels)"))
            {
                for (int pixels = 1; pixels <= tile.Pixels; pixels++)
                {
                    writer.Line($"case {pixels}: {tile.Method}_{pixels}(tile); break;");
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

    private static void EmitTile(IndentedWriter writer, GroupedTile tile, int pixels)
    {
        string vector = tile.Vector;
        writer.Line(
            $"/// <summary>{pixels} pixel{(pixels == 1 ? "" : "s")} x {tile.Lanes} channels in groups of {tile.GroupWidth}, stride {tile.Stride}.</summary>"
        );
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.OpenBlock($"private static void {tile.Method}_{pixels}(in Tile tile)"))
        {
            for (int p = 0; p < pixels; p++)
            {
                writer.Line($"{vector}<float> sum{p} = {vector}.Load(tile.Start);");
            }

            writer.Line();
            EmitPrefetch(writer, tile, pixels);
            writer.Line();
            IEnumerable<int> lanes = Enumerable.Range(0, tile.Lanes);
            writer.Line($"{vector}<int> rotation = {vector}.Create({string.Join(", ", lanes)});");
            writer.Line(
                $"{vector}<int> next = {vector}.Create({string.Join(", ", lanes.Select(lane => GroupedLayout.Rotate(lane, 1, tile.GroupWidth)))});"
            );
            writer.Line();
            writer.Line("float* x = tile.Input;");
            writer.Line("float* weights = tile.Weights;");
            writer.Line("int rows = 3;");
            writer.Line("do");
            using (writer.OpenBraces(" while (--rows != 0);"))
            {
                // A loop, not unrolled: the JIT would keep the loads of one rotation for the next, on the stack.
                writer.Line("// Each lane meets its own input, then the one further on in its group, and so on round.");
                writer.Line($"int rotations = {tile.GroupWidth};");
                writer.Line("do");
                using (writer.OpenBraces(" while (--rotations != 0);"))
                {
                    EmitRotation(writer, tile, pixels);
                    writer.Line();
                    writer.Line($"rotation = {Permute(tile)}(rotation, next);");
                    writer.Line($"weights += {3 * BlockLanes};");
                }

                writer.Line();
                writer.Line("x += tile.InputRow;");
            }

            writer.Line();
            writer.Line($"{vector}<float> floor = {vector}.Create(tile.Floor);");
            writer.Line("float* output = tile.Output;");
            for (int p = 0; p < pixels; p++)
            {
                writer.Line(
                    $"{vector}.Store({vector}.MaxNative(floor, sum{p}), {KernelText.At("output", p * BlockLanes)});"
                );
            }
        }
    }

    // The inputs that the next row of outputs adds to this one's: so little is computed with each line that the kernel
    // would wait for them.
    private static void EmitPrefetch(IndentedWriter writer, GroupedTile tile, int pixels)
    {
        using (writer.OpenBlock("if (Sse.IsSupported && tile.Ahead != null)"))
        {
            writer.Line("float* ahead = tile.Ahead;");
            for (int row = 0; row < tile.Stride; row++)
            {
                if (row > 0)
                {
                    writer.Line("ahead += tile.InputRow;");
                }

                for (int i = 0; i < pixels * tile.Stride; i++)
                {
                    writer.Line($"Sse.Prefetch0({KernelText.At("ahead", i * BlockLanes)});");
                }
            }
        }
    }

    // Each input pixel of the row is rotated once and meets the taps of up to three output pixels.
    private static void EmitRotation(IndentedWriter writer, GroupedTile tile, int pixels)
    {
        string vector = tile.Vector;
        for (int tap = 0; tap < 3; tap++)
        {
            writer.Line($"{vector}<float> w{tap} = {vector}.Load({KernelText.At("weights", tap * BlockLanes)});");
        }

        for (int i = 0; i <= ((pixels - 1) * tile.Stride) + 2; i++)
        {
            writer.Line(
                $"{vector}<float> x{i} = {Permute(tile)}({vector}.Load({KernelText.At("x", i * BlockLanes)}), rotation);"
            );
            for (int tap = 0; tap < 3; tap++)
            {
                int p = (i - tap) / tile.Stride;
                if (i >= tap && (i - tap) % tile.Stride == 0 && p < pixels)
                {
                    writer.Line($"sum{p} = {vector}.FusedMultiplyAdd(x{i}, w{tap}, sum{p});");
                }
            }
        }
    }

    private static string Permute(GroupedTile tile) =>
        tile.Bits == 512 ? "Avx512F.PermuteVar16x32" : "Avx2.PermuteVar8x32";
}
