using System.Runtime.CompilerServices;
using System.Text;
using ResNetGen.Build.NativeHeader;

namespace ResNetGen.Build;

/// <summary>Runs one step of a project's build. The targets beside it say which, and on what.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        switch (arguments)
        {
            case ["native-headers", string assembly, string folder]:
                HeaderWriter.Write(assembly, folder);
                return 0;
            case ["weights", string file]:
                Request request = Request.Of(file);
                SdkCompiler.Use(request.CompilerFolder);
                return PackWeights(request);
            default:
                Console.Error.WriteLine("native-headers ASSEMBLY FOLDER, or weights REQUEST");
                return 1;
        }
    }

    // Not inlined: the compiler's assemblies are found once SdkCompiler has been told where.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PackWeights(Request request)
    {
        Outcome outcome = WeightBuild.Run(request);
        return outcome.Report(request, Console.Out);
    }
}
