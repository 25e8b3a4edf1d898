using System.Diagnostics;
using System.Text.RegularExpressions;
using ResNetGen.Tests.Support;

namespace ResNetGen.Runtime.Tests.MachineCode;

/// <summary>
/// The sums of a register tile stay in registers: in the machine code that the JIT prints, no vector is stored to or
/// loaded from the stack. One sum too many, or a turn of the loop that keeps one more input alive, and this fails. The
/// constants of Winograd's tiles may be there, where registers are few: stored before the loop.
/// </summary>
public partial class RegisterTileCodeTests
{
    [Theory]
    [InlineDataNeeding(Needs.Vector512, 512, null)]
    [InlineDataNeeding(Needs.Vector256, 256, "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX2")]
    public void NoVectorLivesOnTheStack(int width, string? switchedOff)
    {
        Dictionary<string, string[]> tiles = Disassemble(width, switchedOff);
        Dictionary<string, string[]> methods = tiles
            .Where(tile =>
                (tile.Key.Contains('_') || tile.Key.StartsWith("Skipping", StringComparison.Ordinal))
                && !Transform().IsMatch(tile.Key)
            )
            .ToDictionary();
        Assert.Contains(methods.Keys, name => name.StartsWith("Skipping", StringComparison.Ordinal));
        Assert.True(methods.Count >= 24, $"Only {methods.Count} tiles were compiled.");
        foreach ((string name, string[] code) in methods)
        {
            Assert.Contains(code, line => VectorArithmetic().IsMatch(line));
            string[] spills = HasConstants(name)
                ? [.. JitListing.Loops(code).SelectMany(loop => loop).Where(line => VectorToStack().IsMatch(line))]
                : [.. code.Where(line => VectorOnStack().IsMatch(line))];
            Assert.True(spills.Length == 0, $"{name} keeps vectors on the stack:\n{string.Join('\n', spills)}");
        }
    }

    // What is between the columns and the rows of a transform; only the stem's, of 7 x 7 points and more constants, is
    // more than 32 registers hold.
    [FactNeeding(Needs.Vector512)]
    public void WithWholeBlocksTransformsStayInRegistersToo()
    {
        Dictionary<string, string[]> methods = Disassemble(512, null)
            .Where(method =>
                Transform().IsMatch(method.Key) && !method.Key.StartsWith("Stem", StringComparison.Ordinal)
            )
            .ToDictionary();
        Assert.Equal(32, methods.Count);
        foreach ((string name, string[] code) in methods)
        {
            Assert.Contains(code, line => line.Contains("zmm", StringComparison.Ordinal));
            string[] spills = [.. code.Where(line => VectorOnStack().IsMatch(line))];
            Assert.True(spills.Length == 0, $"{name} keeps vectors on the stack:\n{string.Join('\n', spills)}");
        }
    }

    [GeneratedRegex(@"^(Stem)?(Input|Output).*With\d+_\dx\d$")]
    private static partial Regex Transform();

    [GeneratedRegex(@"\bv?(fmadd|mulps)")]
    private static partial Regex VectorArithmetic();

    private static Dictionary<string, string[]> Disassemble(int width, string? switchedOff) =>
        JitListing.Of(variables =>
        {
            ProcessStartInfo start = new(
                "dotnet",
                ["exec", typeof(CompiledTiles).Assembly.Location, CompiledTiles.Command, $"{width}"]
            )
            {
                RedirectStandardError = true,
            };
            if (switchedOff is not null)
            {
                variables[switchedOff] = "0";
            }

            foreach ((string name, string value) in variables)
            {
                start.Environment[name] = value;
            }

            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
        });

    private static bool HasConstants(string name) =>
        name.StartsWith("Taps", StringComparison.Ordinal) || name.StartsWith("Weights", StringComparison.Ordinal);

    [GeneratedRegex(@"[xyz]mm\d+.*\[r[sb]p|[xyz]mmword ptr \[r[sb]p")]
    private static partial Regex VectorOnStack();

    [GeneratedRegex(@"[xyz]mmword ptr \[r[sb]p[^\]]*\], [xyz]mm")]
    private static partial Regex VectorToStack();
}
