using ResNetGen.Runtime.Tests.MachineCode;

namespace ResNetGen.Runtime.Tests;

/// <summary>What the tests run as a process of its own; the test runner does not come through here.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not [CompiledTiles.Command, .. { Length: > 0 } vectors])
        {
            Console.Error.WriteLine($"usage: {CompiledTiles.Command} 128|256|512");
            return 2;
        }

        CompiledTiles.Compile(vectors);
        return 0;
    }
}
