using System.Runtime.InteropServices;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Native.Tests.Support;

/// <summary>The sample library, published once for all tests.</summary>
public sealed class PublishedLibrary : IDisposable
{
    private readonly Lazy<string> _folder = new(Publish);

    /// <summary>Where the library and its header are.</summary>
    public string Folder => _folder.Value;

    public string Library => Path.Combine(Folder, "libfashion.so");

    public static string Repository { get; } = TestProject.Repository;

    public static string Weights { get; } =
        Path.Combine(Repository, "src", "Cli", "Assets", "fashion-resnet20.safetensors");

    /// <summary>Compiles a C program against the library.</summary>
    /// <param name="source">Path of its source.</param>
    /// <param name="language">The standard.</param>
    /// <param name="options">Options beside.</param>
    /// <returns>Path of the program.</returns>
    public string Compile(string source, string language, params string[] options)
    {
        string program = Path.Combine(Folder, Path.GetFileNameWithoutExtension(source) + "-program");
        CCompiler.Compile(
            language,
            [
                .. options,
                "-O2",
                source,
                $"-I{Folder}",
                $"-L{Folder}",
                "-l:libfashion.so",
                "-Wl,-rpath,$ORIGIN",
                "-o",
                program,
            ]
        );
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

        // What it references was built with these tests; other tests may be using it now.
        CommandLine
            .Run(
                Path.Combine(Repository, "samples", "native"),
                null,
                "dotnet",
                "publish",
                "--configuration",
                TestProject.Configuration,
                "--runtime",
                RuntimeInformation.RuntimeIdentifier,
                "--output",
                folder,
                "-p:BuildProjectReferences=false"
            )
            .Succeeded();
        return folder;
    }
}
