using System.Text.RegularExpressions;

namespace ResNetGen.Runtime.Tests.MachineCode;

/// <summary>
/// The sums of a register tile stay in registers: in the machine code that the JIT prints, no vector is stored to or loaded from the stack. One sum too
/// many, or a turn of the loop that keeps one more input alive, and this fails.
/// </summary>
public partial class RegisterTileCodeTests
{
    [Theory]
    [InlineData(512, null)]
    [InlineData(256, "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX2")]
    public void NoVectorLivesOnTheStack(int width, string? switchedOff)
    {
        if ((int)VectorWidths.Widest < width)
        {
            return; // This machine, or this run, has no such vectors to compile for.
        }

        Dictionary<string, string[]> tiles = CompiledTiles.Disassemble(width, switchedOff);
        Dictionary<string, string[]> methods = tiles.Where(tile => tile.Key.Contains('_')).ToDictionary();
        Assert.True(methods.Count >= 24, $"Only {methods.Count} tiles were compiled.");
        foreach ((string name, string[] code) in methods)
        {
            Assert.Contains(code, line => VectorArithmetic().IsMatch(line));
            string[] spills = [.. code.Where(line => VectorOnStack().IsMatch(line))];
            Assert.True(spills.Length == 0, $"{name} keeps vectors on the stack:\n{string.Join('\n', spills)}");
        }
    }

    [GeneratedRegex(@"\bv?(fmadd|mulps)")]
    private static partial Regex VectorArithmetic();

    [GeneratedRegex(@"[xyz]mm\d+.*\[r[sb]p|[xyz]mmword ptr \[r[sb]p")]
    private static partial Regex VectorOnStack();
}
