using System.Runtime.Intrinsics;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Runtime.Tests.MachineCode;

namespace ResNetGen.Runtime.Tests;

/// <summary>What the tests run as a process of its own; the test runner does not come through here.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is [Avx512Tests.Command])
        {
            Console.WriteLine($"{Vector512.IsHardwareAccelerated} {Avx512.IsFast}");
            return 0;
        }

        if (args is not [CompiledTiles.Command, .. { Length: > 0 } vectors])
        {
            Console.Error.WriteLine($"usage: {CompiledTiles.Command} 128|256|512, or {Avx512Tests.Command}");
            return 2;
        }

        CompiledTiles.Compile(vectors);
        return 0;
    }
}
