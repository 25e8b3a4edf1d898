using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Package.Tests;

/// <summary>What is in the packages, to the file.</summary>
[Collection(PackagesCollection.Name)]
public class ContentTests(PackedFeed feed)
{
    private static readonly string[] All =
    [
        "ResNetGen",
        "ResNetGen.Extensions.AI",
        "ResNetGen.Imaging",
        "ResNetGen.Imaging.SkiaSharp",
        "ResNetGen.Import",
        "ResNetGen.Transfer",
        "ResNetGen.Zoo",
        "ResNetGen.Cli",
    ];

    private static readonly string[] BuildFiles =
    [
        "ResNetGen.BuildTool.targets",
        "ResNetGen.NativeExport.targets",
        "ResNetGen.Weights.targets",
        "ResNetGen.props",
        "ResNetGen.targets",
    ];

    public static TheoryData<string> Ids => new(All);

    [Fact]
    public void PackagesAreThese() =>
        Assert.Equal(
            All.SelectMany(id => new[] { "nupkg", "snupkg" }.Select(kind => $"{id}.{feed.Version}.{kind}"))
                .Order(StringComparer.Ordinal),
            Directory.GetFiles(feed.Feed).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void ProjectsThatArePackedAreThese() =>
        Assert.Equal(
            All.Select(id => id + ".csproj").Order(StringComparer.Ordinal),
            new[] { "src", "tests", "bench", "samples" }
                .SelectMany(folder =>
                    Directory.GetFiles(
                        Path.Combine(TestProject.Repository, folder),
                        "*.csproj",
                        SearchOption.AllDirectories
                    )
                )
                .Where(project => File.ReadAllText(project).Contains("<IsPackable>true"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void ResNetGenHasTheRuntimeTheGeneratorTheFixesAndTheBuildFiles() =>
        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "analyzers/dotnet/cs/ResNetGen.CodeFixes.dll",
                "analyzers/dotnet/cs/ResNetGen.Generator.dll",
                .. new[] { "build", "buildTransitive" }.SelectMany(folder =>
                    BuildFiles.Select(file => $"{folder}/net10.0/{file}")
                ),
                "lib/net10.0/ResNetGen.Runtime.dll",
                "lib/net10.0/ResNetGen.Runtime.xml",
                "lib/net10.0/ResNetGen.Specs.dll",
                "lib/net10.0/ResNetGen.Specs.xml",
                "tools/linux-x64/ResNetGen.Vectors512.o",
                "tools/net10.0/Google.Protobuf.dll",
                "tools/net10.0/ResNetGen.Build.deps.json",
                "tools/net10.0/ResNetGen.Build.dll",
                "tools/net10.0/ResNetGen.Build.runtimeconfig.json",
                "tools/net10.0/ResNetGen.Imaging.dll",
                "tools/net10.0/ResNetGen.Import.dll",
                "tools/net10.0/ResNetGen.Runtime.dll",
                "tools/net10.0/ResNetGen.Specs.dll",
                "tools/net10.0/System.IO.Hashing.dll",
                "tools/net10.0/System.Numerics.Tensors.dll",
            ],
            feed.Open("ResNetGen").Files
        );

    /// <summary>The compiler has no workspaces of Roslyn: what needs them is apart from what it runs.</summary>
    [Theory]
    [InlineData("ResNetGen.Generator", false)]
    [InlineData("ResNetGen.CodeFixes", true)]
    public void OnlyTheFixesNeedAnEditor(string assembly, bool needs)
    {
        using MemoryStream dll = new(feed.Open("ResNetGen").Contents[$"analyzers/dotnet/cs/{assembly}.dll"]);
        using PEReader file = new(dll);
        MetadataReader metadata = file.GetMetadataReader();
        string[] references =
        [
            .. metadata.AssemblyReferences.Select(one => metadata.GetString(metadata.GetAssemblyReference(one).Name)),
        ];
        Assert.Equal(needs, references.Contains("Microsoft.CodeAnalysis.Workspaces"));
        Assert.DoesNotContain(references, name => name.StartsWith("ResNetGen"));
    }

    [Theory]
    [InlineData("ResNetGen.Extensions.AI")]
    [InlineData("ResNetGen.Imaging")]
    [InlineData("ResNetGen.Imaging.SkiaSharp")]
    [InlineData("ResNetGen.Import")]
    [InlineData("ResNetGen.Transfer")]
    [InlineData("ResNetGen.Zoo")]
    public void LibraryHasItselfAndItsDocumentation(string id) =>
        Assert.Equal(["README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], feed.Open(id).Files);

    [Theory]
    [InlineData("ResNetGen", "ResNetGen.Runtime", "ResNetGen.Specs")]
    [InlineData("ResNetGen.Extensions.AI", "ResNetGen.Extensions.AI")]
    [InlineData("ResNetGen.Imaging", "ResNetGen.Imaging")]
    [InlineData("ResNetGen.Imaging.SkiaSharp", "ResNetGen.Imaging.SkiaSharp")]
    [InlineData("ResNetGen.Import", "ResNetGen.Import")]
    [InlineData("ResNetGen.Transfer", "ResNetGen.Transfer")]
    [InlineData("ResNetGen.Zoo", "ResNetGen.Zoo")]
    public void SymbolsAreInAPackageOfTheirOwn(string id, params string[] assemblies) =>
        Assert.Equal(assemblies.Select(name => $"lib/net10.0/{name}.pdb"), feed.Open(id, "snupkg").Files);

    /// <summary>A debugger takes no other symbols than those of the very same compilation.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void SymbolsAreThoseOfTheAssemblies(string id)
    {
        IReadOnlyDictionary<string, byte[]> assemblies = feed.Open(id).Contents;
        PackageFile symbols = feed.Open(id, "snupkg");
        Assert.NotEmpty(symbols.Files);
        Assert.All(
            symbols.Files,
            file =>
            {
                using PEReader assembly = new([.. assemblies[Path.ChangeExtension(file, ".dll")]]);
                Assert.True(
                    assembly.TryOpenAssociatedPortablePdb(
                        file,
                        _ => new MemoryStream(symbols.Contents[file]),
                        out MetadataReaderProvider? found,
                        out string? path
                    )
                );
                using (found)
                {
                    Assert.NotNull(path);
                }
            }
        );
    }

    /// <summary>The SDK puts the symbols of a tool beside its assemblies too.</summary>
    [Fact]
    public void ToolHasItsProgramAndTheLibrariesThatItUses()
    {
        PackageFile tool = feed.Open("ResNetGen.Cli");
        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "imagenet18-LICENSE.txt",
                .. new[]
                {
                    "CommunityToolkit.HighPerformance.dll",
                    "DotnetToolSettings.xml",
                    "Google.Protobuf.dll",
                    "K4os.Compression.LZ4.dll",
                    "Microsoft.IO.RecyclableMemoryStream.dll",
                    "Parquet.dll",
                    "ResNetGen.Imaging.dll",
                    "ResNetGen.Imaging.pdb",
                    "ResNetGen.Import.dll",
                    "ResNetGen.Import.pdb",
                    "ResNetGen.Runtime.dll",
                    "ResNetGen.Runtime.pdb",
                    "ResNetGen.Specs.dll",
                    "ResNetGen.Specs.pdb",
                    "ResNetGen.Transfer.dll",
                    "ResNetGen.Transfer.pdb",
                    "ResNetGen.Zoo.dll",
                    "ResNetGen.Zoo.pdb",
                    "Snappier.dll",
                    "Spectre.Console.Ansi.dll",
                    "Spectre.Console.dll",
                    "StbImageWriteSharp.dll",
                    "System.CommandLine.dll",
                    "System.IO.Hashing.dll",
                    "System.Numerics.Tensors.dll",
                    "ZstdSharp.dll",
                    "resnetgen.deps.json",
                    "resnetgen.dll",
                    "resnetgen.pdb",
                    "resnetgen.runtimeconfig.json",
                }.Select(file => $"tools/net10.0/any/{file}"),
            ],
            tool.Files
        );
        Assert.Contains("DotnetTool", tool.Metadata.ToString());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void PackageSaysWhatItIs(string id)
    {
        PackageFile package = feed.Open(id);
        Assert.Equal(
            (id, feed.Version, "MIT", "README.md"),
            (package["id"], package["version"], package["license"], package["readme"])
        );
        Assert.True(package["description"]!.Length > 40);
        Assert.Contains("resnet", package["tags"]);
        Assert.NotEmpty(package["authors"]!);
        Assert.NotEmpty(package.Contents["README.md"]);
        Assert.Equal("expression", package.Attribute("license", "type"));
        Assert.StartsWith("https://", package["projectUrl"]);

        // Where the sources are no clone, there is no commit to be named.
        if (Path.Exists(Path.Combine(TestProject.Repository, ".git")))
        {
            Assert.Equal("git", package.Attribute("repository", "type"));
            Assert.Matches("^[0-9a-f]{40}$", package.Attribute("repository", "commit"));
        }
    }

    [Fact]
    public void HelpIsWhereThePackageSaysThatTheProjectIs()
    {
        PackageFile package = feed.Open("ResNetGen");
        string targets = Encoding.UTF8.GetString(package.Contents["build/net10.0/ResNetGen.Weights.targets"]);
        Assert.Contains($"HelpLink=\"{package["projectUrl"]}/blob/main/docs/diagnostics/RNG", targets);
    }

    // What is packed here is not built so; built so, it would be compiled anew for each run of the tests.
    [Fact]
    public void PathsOfTheBuildingMachineStayOutWhereItSaysThatItBuildsForOthers() =>
        Assert.Equal(
            "true",
            CommandLine
                .Run(
                    Path.Combine(TestProject.Repository, "src", "Runtime"),
                    new Dictionary<string, string> { ["CI"] = "true" },
                    "dotnet",
                    ["msbuild", "-getProperty:DeterministicSourcePaths"]
                )
                .Succeeded()
                .Out.Trim()
        );

    [Fact]
    public void DependenciesAreWhatIsUsedAtRunTime()
    {
        Assert.Equal(
            ["System.IO.Hashing", "System.Numerics.Tensors"],
            feed.Open("ResNetGen").Dependencies.Select(dependency => dependency.Split(' ')[0])
        );
        Assert.Equal($"ResNetGen [{feed.Version}]", Assert.Single(feed.Open("ResNetGen.Zoo").Dependencies));
        Assert.Equal(
            ["ResNetGen.Imaging", "ResNetGen", "Google.Protobuf"],
            feed.Open("ResNetGen.Import").Dependencies.Select(dependency => dependency.Split(' ')[0])
        );
        Assert.Equal(
            [$"ResNetGen.Imaging [{feed.Version}]", $"ResNetGen [{feed.Version}]"],
            feed.Open("ResNetGen.Import").Dependencies.Where(dependency => dependency.StartsWith("ResNetGen"))
        );
        Assert.Equal(
            ["ResNetGen"],
            feed.Open("ResNetGen.Imaging").Dependencies.Select(dependency => dependency.Split(' ')[0])
        );
        Assert.Equal(
            ["ResNetGen.Imaging", "ResNetGen", "Microsoft.Extensions.AI.Abstractions"],
            feed.Open("ResNetGen.Extensions.AI").Dependencies.Select(dependency => dependency.Split(' ')[0])
        );
        Assert.Equal(
            ["ResNetGen.Imaging", "ResNetGen", "System.IO.Hashing", "System.Numerics.Tensors"],
            feed.Open("ResNetGen.Transfer").Dependencies.Select(dependency => dependency.Split(' ')[0])
        );
        Assert.Equal(
            [$"ResNetGen.Imaging [{feed.Version}]", $"ResNetGen [{feed.Version}]"],
            feed.Open("ResNetGen.Transfer").Dependencies.Where(dependency => dependency.StartsWith("ResNetGen"))
        );
        string[] skia = [.. feed.Open("ResNetGen.Imaging.SkiaSharp").Dependencies];
        Assert.Equal($"ResNetGen.Imaging [{feed.Version}]", skia[0]);
        Assert.Equal(
            ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
            skia[1..].Select(dependency => dependency.Split(' ')[0])
        );
        Assert.Empty(feed.Open("ResNetGen.Cli").Dependencies);
    }

    [Theory]
    [InlineData("ResNetGen", "ResNetGen.Runtime", "T:ResNetGen.IImageModel")]
    [InlineData("ResNetGen", "ResNetGen.Specs", "T:ResNetGen.ResNetAttribute")]
    [InlineData("ResNetGen.Extensions.AI", "ResNetGen.Extensions.AI", "T:ResNetGen.Extensions.AI.ImageModelExtensions")]
    [InlineData("ResNetGen.Imaging", "ResNetGen.Imaging", "T:ResNetGen.Imaging.Picture")]
    [InlineData("ResNetGen.Imaging.SkiaSharp", "ResNetGen.Imaging.SkiaSharp", "T:ResNetGen.Imaging.SkiaPicture")]
    [InlineData("ResNetGen.Import", "ResNetGen.Import", "T:ResNetGen.Import.Checkpoint")]
    [InlineData("ResNetGen.Transfer", "ResNetGen.Transfer", "T:ResNetGen.Transfer.LinearClassifier")]
    [InlineData("ResNetGen.Zoo", "ResNetGen.Zoo", "T:ResNetGen.Zoo.ResNet50")]
    public void DocumentationIsThatOfTheAssembly(string id, string assembly, string member)
    {
        using MemoryStream xml = new(feed.Open(id).Contents[$"lib/net10.0/{assembly}.xml"]);
        Assert.Contains(
            XDocument.Load(xml).Descendants("member"),
            element => element.Attribute("name")!.Value == member
        );
    }
}
