using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ResNetGen.Runtime.Tests.MachineCode;

/// <summary>
/// The machine code that the JIT makes of the register tiles, as it prints it itself, in a process of its own.
/// </summary>
internal static class CompiledTiles
{
    public const string Command = "compile-tiles";

    /// <summary>Compiles every tile and transform of a width: the methods that the generator wrote.</summary>
    public static void Compile(string width)
    {
        Type[] families =
        [
            typeof(TileFamily),
            typeof(GroupedTiles),
            typeof(ZeroSkippingTiles),
            typeof(WinogradTiles),
            typeof(WinogradTransforms),
        ];
        foreach (
            MethodInfo method in families.SelectMany(family =>
                family.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            )
        )
        {
            if (method.Name.Contains("With" + width, StringComparison.Ordinal))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }

    /// <summary>Method name to the lines of its code.</summary>
    public static Dictionary<string, string[]> Disassemble(int width, string? switchedOff)
    {
        string listing = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new(
                "dotnet",
                ["exec", typeof(CompiledTiles).Assembly.Location, Command, $"{width}"]
            )
            {
                RedirectStandardError = true,
                Environment =
                {
                    ["DOTNET_JitDisasm"] = "*With512* *With256* *With128*",
                    ["DOTNET_JitStdOutFile"] = listing,
                },
            };
            if (switchedOff is not null)
            {
                start.Environment[switchedOff] = "0";
            }

            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
            return Split(File.ReadAllLines(listing));
        }
        finally
        {
            File.Delete(listing);
        }
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
}
