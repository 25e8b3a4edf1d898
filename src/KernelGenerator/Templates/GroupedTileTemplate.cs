using ResNetGen.Generator.Emit;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// A family of tiles for a 3x3 convolution whose groups are narrower than a vector. Each output channel needs only the
/// inputs of its own group, and all lanes of a group take turns: rotated by r within its group, an input vector meets
/// the weights of the inputs r lanes further on. So a block of 16 channels costs as many multiply-adds as a group is
/// wide, not 16.
/// </summary>
internal class GroupedTileTemplate(KernelNumbers numbers) : KernelTemplate(numbers)
{
    protected int GroupWidth { get; } = numbers["GroupWidth"];

    protected int Stride { get; } = numbers["Stride"];

    protected int Pixels { get; } = numbers["Pixels"];

    public override string Name => $"Groups{GroupWidth}Stride{Stride}With{Vectors.Name}";

    /// <summary>The most pixels, the channels, and the inputs that the lanes of a vector of weights meet in turn.</summary>
    public override int[] Sizes => [Pixels, Lanes, GroupWidth];

    // Vectors of 128 bits cannot be permuted by a variable.
    protected override int[] AllowedBits => [512, 256];

    /// <summary>Vectors alive beside the sums: three weights, an input, and the rotation with its step.</summary>
    protected virtual int BesideSums => 6;

    private string Permute => Bits == 512 ? "Avx512F.PermuteVar16x32" : "Avx2.PermuteVar8x32";

    protected override IEnumerable<string?> Problems() =>
        [
            OneOf("GroupWidth", 4, 8),
            OneOf("Stride", 1, 2),
            Between("Pixels", 1, RegisterTileSizes.MostPixels),
            Registers(Pixels + BesideSums, "declare fewer Pixels"),
        ];

    protected override void EmitMethods() =>
        EmitFamily(
            ["pixels"],
            "in Tile tile",
            [
                .. Enumerable
                    .Range(1, Pixels)
                    .Select(pixels => new FamilyMember(
                        [pixels],
                        $"{Count(pixels, "pixel")} x {Lanes} channels in groups of {GroupWidth}, stride {Stride}.",
                        () => EmitTile(pixels)
                    )),
            ]
        );

    protected virtual void EmitTile(int pixels)
    {
        for (int p = 0; p < pixels; p++)
        {
            Declare($"sum{p}", Load("tile.Start"));
        }

        Writer.Line();
        EmitFetch(pixels);
        Writer.Line();
        int[] lanes = [.. Enumerable.Range(0, Lanes)];
        DeclareIndices("rotation", lanes);
        DeclareIndices("next", lanes.Select(lane => GroupedLayout.Rotate(lane, 1, GroupWidth)));
        Writer.Line();
        Writer.Line("float* x = tile.Input;");
        Writer.Line("float* weights = tile.Weights;");
        Writer.Line("int rows = 3;");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (--rows != 0);"))
        {
            // A loop, not unrolled: the JIT would keep the loads of one rotation for the next, on the stack.
            Writer.Line("// Each lane meets its own input, then the one further on in its group, and so on round.");
            Writer.Line($"int rotations = {GroupWidth};");
            Writer.Line("do");
            using (Writer.OpenBraces(" while (--rotations != 0);"))
            {
                EmitRotation(pixels);
                Writer.Line();
                Writer.Line($"rotation = {Permute}(rotation, next);");
                Writer.Line($"weights += {3 * BlockLanes};");
            }

            Writer.Line();
            Writer.Line("x += tile.InputRow;");
        }

        Writer.Line();
        EmitOutput(pixels, "tile.Output");
    }

    protected void EmitOutput(int pixels, string first)
    {
        DeclareLeast("tile.Floor");
        Writer.Line($"float* output = {first};");
        for (int p = 0; p < pixels; p++)
        {
            StoreOutput($"sum{p}", At("output", p * BlockLanes));
        }
    }

    private void DeclareIndices(string name, IEnumerable<int> lanes) =>
        Writer.Line($"{Vector}<int> {name} = {Vector}.Create({string.Join(", ", lanes)});");

    // The inputs that the next row of outputs adds to this one's: so little is computed with each line that the kernel
    // would wait for them.
    private void EmitFetch(int pixels)
    {
        using IndentedWriter.Block braces = OpenFetch("tile.Ahead != null");
        Writer.Line("float* ahead = tile.Ahead;");
        for (int row = 0; row < Stride; row++)
        {
            if (row > 0)
            {
                Writer.Line("ahead += tile.InputRow;");
            }

            for (int i = 0; i < pixels * Stride; i++)
            {
                Fetch(At("ahead", i * BlockLanes));
            }
        }
    }

    // Each input pixel of the row is rotated once and meets the taps of up to three output pixels.
    private void EmitRotation(int pixels)
    {
        for (int tap = 0; tap < 3; tap++)
        {
            Declare($"w{tap}", Load(At("weights", tap * BlockLanes)));
        }

        for (int i = 0; i <= ((pixels - 1) * Stride) + 2; i++)
        {
            Declare($"x{i}", $"{Permute}({Load(At("x", i * BlockLanes))}, rotation)");
            for (int tap = 0; tap < 3; tap++)
            {
                int p = (i - tap) / Stride;
                if (i >= tap && (i - tap) % Stride == 0 && p < pixels)
                {
                    Writer.Line($"sum{p} = {MultiplyAdd($"x{i}", $"w{tap}", $"sum{p}")};");
                }
            }
        }
    }
}
