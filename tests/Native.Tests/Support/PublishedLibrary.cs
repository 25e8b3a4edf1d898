using System.Runtime.InteropServices;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Native.Tests.Support;

/// <summary>The sample library, published once for all tests.</summary>
public class PublishedLibrary : IDisposable
{
    private readonly string _name;
    private readonly Lazy<string> _folder;

    public PublishedLibrary()
        : this("libfashion.so", Path.Combine("samples", "native"), []) { }

    protected PublishedLibrary(string name, string project, string[] arguments)
    {
        _name = name;
        _folder = new(() => Publish(Path.Combine(Repository, project), arguments));
    }

    /// <summary>Where the library and its header are.</summary>
    public string Folder => _folder.Value;

    public string Library => Path.Combine(Folder, _name);

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
                $"-l:{_name}",
                "-Wl,-rpath,$ORIGIN",
                "-o",
                program,
            ]
        );
        return program;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }
    }

    private static string Publish(string project, string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("resnetgen-native-").FullName;

        // What it references was built with these tests; other tests may be using it now.
        CommandLine
            .Run(
                project,
                null,
                "dotnet",
                [
                    "publish",
                    "--configuration",
                    TestProject.Configuration,
                    "--runtime",
                    RuntimeInformation.RuntimeIdentifier,
                    "--output",
                    folder,
                    "-p:BuildProjectReferences=false",
                    .. arguments,
                ]
            )
            .Succeeded();
        return folder;
    }
}
