using ResNetGen.Imaging.Tests;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.MachineCode;

namespace ResNetGen.Arm64.Tests.Support;

/// <summary>
/// The program of tests/Arm64, compiled and run once for all tests, with its files; and what a JIT makes of its tiles.
/// </summary>
public sealed class EmulatedRun : IDisposable
{
    // A prime: all samplings and ways of coding come by.
    private const int EachSample = 19;

    // Arm64's tiles; transforms, which are those of any processor with 128 bits.
    private static readonly string[] Vectors = ["32Of128", "128_"];

    private readonly Lazy<string> _published;
    private readonly Lazy<string> _output;
    private readonly Lazy<IReadOnlyDictionary<string, string[]>> _listing;

    public EmulatedRun()
    {
        _published = new Lazy<string>(PublishAheadOfTime);
        _output = new Lazy<string>(Run);
        _listing = new Lazy<IReadOnlyDictionary<string, string[]>>(List);
    }

    /// <summary>Where the program's files are, from before the run and from behind it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("resnetgen-arm64-").FullName;

    /// <summary>What the program has said.</summary>
    public string Output => _output.Value;

    /// <summary>What is compiled ahead of time, with symbols beside it.</summary>
    public string AheadOfTime => _published.Value;

    /// <summary>Name to code of each method that a JIT compiles for its tiles and transforms.</summary>
    internal IReadOnlyDictionary<string, string[]> Listing => _listing.Value;

    /// <summary>The pictures that are decoded, each under the name of a file.</summary>
    internal IReadOnlyDictionary<string, JpegSample> Pictures { get; } =
        JpegCorpus
            .Read("sound")
            .Where((_, index) => index % EachSample == 0)
            .Index()
            .ToDictionary(sample => $"{sample.Index}.jpg", sample => sample.Item);

    internal float[] Floats(string file) => Network.ReadFloats(Path.Combine(Ran(), file));

    internal byte[] Pixels(string picture) => File.ReadAllBytes(Path.Combine(Ran(), picture + Program.PixelsExtension));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Ran()
    {
        Assert.NotEmpty(Output);
        return Folder;
    }

    private string Run()
    {
        foreach (Network network in Network.All)
        {
            File.WriteAllBytes(
                Path.Combine(Folder, network.WeightsFile),
                DeterministicWeights.Safetensors(network.Info)
            );
            Network.WriteFloats(
                Path.Combine(Folder, network.ImagesFile),
                DeterministicWeights.Input(network.Info.Batch * network.Info.InputLength)
            );
        }

        foreach ((string name, JpegSample sample) in Pictures)
        {
            File.WriteAllBytes(Path.Combine(Folder, name), sample.Bytes);
        }

        return Emulate(AheadOfTime, null, Folder);
    }

    private Dictionary<string, string[]> List()
    {
        string program = Publish("jit", "--self-contained", "-p:PublishAot=false");
        return JitListing.Of(variables =>
        {
            // The emulator does not see that code has changed where it is written to by another address.
            variables["DOTNET_EnableWriteXorExecute"] = "0";
            Emulate(program, variables, [CompiledTiles.Command, .. Vectors]);
        });
    }

    private string Emulate(string program, Dictionary<string, string>? variables, params string[] arguments) =>
        CommandLine
            .Run(Folder, variables, Emulation.Emulator, ["-L", Emulation.SystemRoot, program, .. arguments])
            .Succeeded()
            .Out;

    private string PublishAheadOfTime() =>
        Publish("native", "-p:LinkerFlavor=lld", $"-p:ObjCopyName={Emulation.ObjectCopier}");

    // What it references was built with these tests; other tests may be using it now.
    private string Publish(string name, params string[] options)
    {
        string published = Path.Combine(Folder, name);
        CommandLine
            .Run(
                Path.Combine(TestProject.Repository, "tests", "Arm64"),
                null,
                "dotnet",
                [
                    "publish",
                    "--configuration",
                    TestProject.Configuration,
                    "--runtime",
                    "linux-arm64",
                    "--output",
                    published,
                    "-p:BuildProjectReferences=false",
                    .. options,
                ]
            )
            .Succeeded();
        return Path.Combine(published, "ResNetGen.Arm64");
    }
}
