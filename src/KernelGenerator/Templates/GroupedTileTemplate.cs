using ResNetGen.Generator.Emit;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator.Templates;

/// <summary>
/// A family of tiles for a 3x3 convolution whose groups are narrower than a vector. Each output channel needs only the
/// inputs of its own group, and all lanes of a group take turns: rotated by r within its group, an input vector meets
/// the weights of the inputs r lanes further on. So a block of 16 channels costs as many multiply-adds as a group is
/// wide, not 16.
/// </summary>
internal sealed class GroupedTileTemplate(KernelNumbers numbers) : KernelTemplate(numbers)
{
    private readonly int _groupWidth = numbers["GroupWidth"];
    private readonly int _stride = numbers["Stride"];
    private readonly int _pixels = numbers["Pixels"];

    public override string Name => $"Groups{_groupWidth}Stride{_stride}With{Vectors.Name}";

    /// <summary>The most pixels, and the channels.</summary>
    public override int[] Sizes => [_pixels, Lanes];

    // Vectors of 128 bits cannot be permuted by a variable.
    protected override int[] AllowedBits => [512, 256];

    private string Permute => Bits == 512 ? "Avx512F.PermuteVar16x32" : "Avx2.PermuteVar8x32";

    protected override IEnumerable<string?> Problems() =>
        [
            OneOf("GroupWidth", 4, 8),
            OneOf("Stride", 1, 2),
            Between("Pixels", 1, RegisterTileSizes.MostPixels),
            // Three weights, an input, and the rotation with its step.
            Registers(_pixels + 6, "declare fewer Pixels"),
        ];

    protected override void EmitMethods() =>
        EmitFamily(
            ["pixels"],
            "in Tile tile",
            [
                .. Enumerable
                    .Range(1, _pixels)
                    .Select(pixels => new FamilyMember(
                        [pixels],
                        $"{Count(pixels, "pixel")} x {Lanes} channels in groups of {_groupWidth}, stride {_stride}.",
                        () => EmitTile(pixels)
                    )),
            ]
        );

    private void EmitTile(int pixels)
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
        DeclareIndices("next", lanes.Select(lane => GroupedLayout.Rotate(lane, 1, _groupWidth)));
        Writer.Line();
        Writer.Line("float* x = tile.Input;");
        Writer.Line("float* weights = tile.Weights;");
        Writer.Line("int rows = 3;");
        Writer.Line("do");
        using (Writer.OpenBraces(" while (--rows != 0);"))
        {
            // A loop, not unrolled: the JIT would keep the loads of one rotation for the next, on the stack.
            Writer.Line("// Each lane meets its own input, then the one further on in its group, and so on round.");
            Writer.Line($"int rotations = {_groupWidth};");
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
        DeclareLeast("tile.Floor");
        Writer.Line("float* output = tile.Output;");
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
        for (int row = 0; row < _stride; row++)
        {
            if (row > 0)
            {
                Writer.Line("ahead += tile.InputRow;");
            }

            for (int i = 0; i < pixels * _stride; i++)
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

        for (int i = 0; i <= ((pixels - 1) * _stride) + 2; i++)
        {
            Declare($"x{i}", $"{Permute}({Load(At("x", i * BlockLanes))}, rotation)");
            for (int tap = 0; tap < 3; tap++)
            {
                int p = (i - tap) / _stride;
                if (i >= tap && (i - tap) % _stride == 0 && p < pixels)
                {
                    Writer.Line($"sum{p} = {MultiplyAdd($"x{i}", $"w{tap}", $"sum{p}")};");
                }
            }
        }
    }
}
