using System.Reflection;
using System.Runtime.Loader;

namespace ResNetGen.Build;

/// <summary>
/// Takes Roslyn from the SDK that builds the project. So sources are read as they will be compiled, whichever language
/// that SDK knows; its assemblies are compiled ahead of time, which those of the NuGet package are not; and the tool
/// stays small.
/// </summary>
internal static class SdkCompiler
{
    /// <summary>Looks in a folder for assemblies that are not beside the tool.</summary>
    public static void Use(string folder) =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Find(context, Path.Combine(folder, name.Name + ".dll"));

    private static Assembly? Find(AssemblyLoadContext context, string path) =>
        File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
}
