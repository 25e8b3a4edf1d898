using System.Text.RegularExpressions;

namespace ResNetGen.Runtime.Tests.MachineCode;

/// <summary>The machine code that the JIT makes of the tiles, as it prints it itself.</summary>
internal static partial class JitListing
{
    /// <summary>Method name to the lines of its code.</summary>
    /// <param name="run">Runs a program that compiles tiles, with these variables.</param>
    public static Dictionary<string, string[]> Of(Action<Dictionary<string, string>> run)
    {
        string listing = Path.GetTempFileName();
        try
        {
            run(
                new Dictionary<string, string>
                {
                    ["DOTNET_JitDisasm"] = "*With512* *With256* *With128* *With32Of128*",
                    ["DOTNET_JitStdOutFile"] = listing,
                }
            );
            return Split(File.ReadAllLines(listing));
        }
        finally
        {
            File.Delete(listing);
        }
    }

    /// <summary>The loops of a method, each from a label to a jump back to it: all there is between them.</summary>
    public static IReadOnlyList<string[]> Loops(string[] code)
    {
        string[][] loops =
        [
            .. from jump in Enumerable.Range(0, code.Length)
            let target = Jump().Match(code[jump]).Groups[1].Value
            where target.Length > 0
            let label = Array.FindIndex(code, line => line.StartsWith(target + ":", StringComparison.Ordinal))
            where label >= 0 && label < jump
            select code[label..(jump + 1)],
        ];
        Assert.NotEmpty(loops);
        return loops;
    }

    private static Dictionary<string, string[]> Split(string[] lines)
    {
        const string Head = "; Assembly listing for method ";
        Dictionary<string, string[]> methods = [];
        int[] heads =
        [
            .. Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith(Head, StringComparison.Ordinal)),
            lines.Length,
        ];
        for (int i = 0; i < heads.Length - 1; i++)
        {
            string name = lines[heads[i]][Head.Length..].Split('(')[0];
            methods[name[(name.LastIndexOf(':') + 1)..]] = lines[heads[i]..heads[i + 1]];
        }

        return methods;
    }

    // Of x64, and of Arm64.
    [GeneratedRegex(@"^\s+(?:j\w+|c?b\w+|tbn?z)\s.*?\b(G_M\w+)")]
    private static partial Regex Jump();
}
