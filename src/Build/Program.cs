using System.Runtime.CompilerServices;
using System.Text;

namespace ResNetGen.Build;

/// <summary>Packs the weights that a project embeds. ResNetGen.Weights.targets runs it, with a file that says what there is to do.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Request request = Request.Read(arguments[0]);
        SdkCompiler.Use(request.CompilerFolder);
        return Run(request);
    }

    // Not inlined: the compiler's assemblies are found once SdkCompiler has been told where.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(Request request)
    {
        Outcome outcome = WeightBuild.Run(request);
        return outcome.Report(request, Console.Out);
    }
}
