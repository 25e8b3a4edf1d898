using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResNetGen.Native.Tests.Support;

/// <summary>The sample library, published once for all tests.</summary>
public sealed class PublishedLibrary : IDisposable
{
    private readonly Lazy<string> _folder = new(Publish);

    /// <summary>Where the library and its header are.</summary>
    public string Folder => _folder.Value;

    public string Library => Path.Combine(Folder, "libfashion.so");

    public static string Repository { get; } = FindRepository();

    public static string Weights { get; } = Path.Combine(Repository, "src", "Cli", "Assets", "fashion-resnet20.safetensors");

    /// <summary>Compiles a C program against the library.</summary>
    /// <param name="source">Path of its source.</param>
    /// <param name="language">The standard.</param>
    /// <param name="options">Options beside.</param>
    /// <returns>Path of the program.</returns>
    public string Compile(string source, string language, params string[] options)
    {
        string program = Path.Combine(Folder, Path.GetFileNameWithoutExtension(source) + "-program");
        CCompiler.Compile(language, [.. options, "-O2", source, $"-I{Folder}", $"-L{Folder}", "-l:libfashion.so", "-Wl,-rpath,$ORIGIN", "-o", program]);
        return program;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
    }

    private static string Publish()
    {
        string folder = Directory.CreateTempSubdirectory("resnetgen-native-").FullName;
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

        // What it references was built with these tests; other tests may be using it now.
        ProgramRun.Of(
            host,
            "publish",
            Path.Combine(Repository, "samples", "native"),
            "--configuration",
            Configuration,
            "--runtime",
            RuntimeInformation.RuntimeIdentifier,
            "--output",
            folder,
            "-p:BuildProjectReferences=false",
            "-nodeReuse:false").Succeeded();
        return folder;
    }

    private static string Configuration
#if DEBUG
        => "Debug";
#else
        => "Release";
#endif

    private static string FindRepository([CallerFilePath] string here = "")
    {
        string? folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "ResNetGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"No ResNetGen.sln above '{here}'.");
    }
}
