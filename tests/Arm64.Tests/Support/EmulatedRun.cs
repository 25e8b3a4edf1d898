using ResNetGen.Imaging.Tests;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Runtime.Tests.Agreement;

namespace ResNetGen.Arm64.Tests.Support;

/// <summary>The program of tests/Arm64, compiled and run once for all tests, with its files.</summary>
public sealed class EmulatedRun : IDisposable
{
    // A prime: all samplings and ways of coding come by.
    private const int EachSample = 19;

    private readonly Lazy<string> _output;

    public EmulatedRun() => _output = new Lazy<string>(Run);

    /// <summary>Where the program's files are, from before the run and from behind it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("resnetgen-arm64-").FullName;

    /// <summary>What the program has said.</summary>
    public string Output => _output.Value;

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

        string program = Path.Combine(Publish(), "ResNetGen.Arm64");
        return CommandLine
            .Run(Folder, null, Emulation.Emulator, "-L", Emulation.SystemRoot, program, Folder)
            .Succeeded()
            .Out;
    }

    // What it references was built with these tests; other tests may be using it now.
    private string Publish()
    {
        string published = Path.Combine(Folder, "published");
        CommandLine
            .Run(
                Path.Combine(TestProject.Repository, "tests", "Arm64"),
                null,
                "dotnet",
                "publish",
                "--configuration",
                TestProject.Configuration,
                "--runtime",
                "linux-arm64",
                "--output",
                published,
                "-p:BuildProjectReferences=false",
                "-p:LinkerFlavor=lld",
                $"-p:ObjCopyName={Emulation.ObjectCopier}"
            )
            .Succeeded();
        return published;
    }
}
