using ResNetGen.Build.NativeHeader;

namespace ResNetGen.Build;

/// <summary>Runs one step of a project's build. The targets beside it say which, and on what.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["native-headers", string assembly, string folder]:
                HeaderWriter.Write(assembly, folder);
                return 0;
            default:
                Console.Error.WriteLine("native-headers ASSEMBLY FOLDER");
                return 1;
        }
    }
}
