using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using ResNetGen.Imaging;
using ResNetGen.Runtime.Tests.MachineCode;

namespace ResNetGen.Arm64;

/// <summary>
/// Runs every network, and decodes every picture, of a folder; says what processor it runs on. Or compiles tiles, where
/// there is a JIT. It checks nothing: whoever runs it knows what has to come out.
/// </summary>
internal static class Program
{
    public const string PixelsExtension = ".pixels";

    private static int Main(string[] args)
    {
        if (args is [CompiledTiles.Command, .. string[] vectors])
        {
            CompiledTiles.Compile(vectors);
            return 0;
        }

        if (args is not [string folder])
        {
            Console.Error.WriteLine($"usage: ResNetGen.Arm64 FOLDER | {CompiledTiles.Command} VECTORS...");
            return 2;
        }

        Console.WriteLine(
            $"{RuntimeInformation.ProcessArchitecture} {AdvSimd.Arm64.IsSupported} {Vector256.IsHardwareAccelerated}"
        );
        foreach (Network network in Network.All)
        {
            network.Run(folder);
        }

        foreach (string path in Directory.GetFiles(folder, "*.jpg"))
        {
            File.WriteAllBytes(path + PixelsExtension, Picture.Load(path).Pixels);
        }

        return 0;
    }
}
