using ResNetGen.Build.Tests.Support;
using ResNetGen.Generator.Tests.Harness;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Build.Tests;

/// <summary>A project that imports the targets, built and run as its author would.</summary>
public sealed class EndToEndTests(EndToEndTests.App app) : IClassFixture<EndToEndTests.App>
{
    [Fact]
    public void EmbeddedWeightsGiveTheSameLogitsAsTheFile()
    {
        Assert.Contains("Demo.De.Net: packed, ", app.FirstBuild);
        Assert.Equal("same", app.Run(TestProject.Fashion));
    }

    [Fact]
    public void UnchangedWeightsAreNotPackedAgain()
    {
        DateTime packed = app.PackedTime;
        string unchanged = app.Build(expected: 0);
        app.Write("Other.cs", "class Other;");
        string edited = app.Build(expected: 0);

        // The tool does not even start when nothing changed, and leaves the file alone when it starts.
        Assert.DoesNotContain("Demo.De.Net: ", unchanged);
        Assert.Contains("Demo.De.Net: unchanged, ", edited);
        Assert.Equal(packed, app.PackedTime);
    }

    /// <summary>The tool starts when a part or a file beside it changes, also into an older one, and not otherwise.</summary>
    [Fact]
    public void CheckpointInPartsIsPackedAgainWhenOneChanges()
    {
        using TestProject files = new();
        string index = files.Split(TestProject.Fashion);
        using App parts = new(index);
        Assert.Contains("Demo.De.Net: packed, ", parts.FirstBuild);
        Assert.Equal("same", parts.Run(TestProject.Fashion));
        Assert.DoesNotContain("Demo.De.Net: ", parts.Build(expected: 0));

        byte[] part = File.ReadAllBytes(files.PathOf("part2.bin"));
        foreach (ref byte one in part.AsSpan(part.Length / 2, 4096))
        {
            one ^= 8; // A quarter of them in exponents.
        }

        File.WriteAllBytes(files.PathOf("part2.bin"), part);
        File.SetLastWriteTimeUtc(files.PathOf("part2.bin"), new DateTime(2015, 12, 10, 0, 0, 0, DateTimeKind.Utc));
        Assert.Contains("Demo.De.Net: packed, ", parts.Build(expected: 0));
        Assert.Equal("different", parts.Run(TestProject.Fashion));
        Assert.DoesNotContain("Demo.De.Net: ", parts.Build(expected: 0));

        File.WriteAllText(files.PathOf("config.json"), "{}");
        Assert.Contains("Demo.De.Net: packed, ", parts.Build(expected: 0));
        Assert.DoesNotContain("Demo.De.Net: ", parts.Build(expected: 0));
    }

    /// <summary>MSBuild compares no time of a folder: those of its files count, also of one that is new.</summary>
    [Fact]
    public void FolderIsLookedAtWhenAFileInItChanges()
    {
        using TestProject files = new();
        File.Copy(TestProject.Fashion, files.PathOf("model.safetensors"));
        using App folder = new(files.Folder);
        Assert.Contains("Demo.De.Net: packed, ", folder.FirstBuild);
        Assert.DoesNotContain("Demo.De.Net: ", folder.Build(expected: 0));

        File.WriteAllText(files.PathOf("config.json"), """{ "model_type": "convnext" }""");
        Assert.Contains("convnext", folder.Build(expected: 1));
        File.Delete(files.PathOf("config.json"));
        Assert.Contains("Demo.De.Net: ", folder.Build(expected: 0));
        Assert.DoesNotContain("Demo.De.Net: ", folder.Build(expected: 0));
    }

    [Fact]
    public void HeaderThatWasDeletedComesBack()
    {
        string header = File.ReadAllText(app.Header);
        File.Delete(app.Header);
        File.Delete(app.HeaderInBetween);

        app.Build(expected: 0);

        Assert.Contains("net_forward", header);
        Assert.Equal(header, File.ReadAllText(app.Header));
    }

    [Fact]
    public void WrongClassIsAnErrorOfTheProject()
    {
        // In a folder of its own: for the other tests, nothing has changed.
        string output = app.Build(expected: 1, "-p:Model=Demo.Nett", "-p:IntermediateOutputPath=obj/wrong/");

        string error = Assert.Single(
            output
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Contains("error ", StringComparison.Ordinal))
                .Distinct()
        );
        Assert.StartsWith(
            $"{app.Project} : error RNG1002: ResNetWeights '{TestProject.Fashion}' is for the class 'Demo.Nett', but the project's sources declare no such class: "
                + "write Model=\"Demo.De.Net\"",
            error
        );
    }

    /// <summary>The project, built once.</summary>
    public sealed class App : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("resnetgen ä'$HOME`pp-").FullName;

        public App()
            : this(TestProject.Fashion) { }

        internal App(string weights)
        {
            string bin = AppContext.BaseDirectory;
            string configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(bin))!);
            TestProject.WriteFeatures(Path.Combine(_folder, "features.safetensors"));
            Write(
                "app.csproj",
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <UseAppHost>false</UseAppHost>
                    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                    <DefineConstants>$(DefineConstants),SMALL%3bGREY</DefineConstants>
                    <Model>
                      Demo.De.Net
                    </Model>
                    <ResNetGenBuildTool>{Repository.PathOf(
                    "src",
                    "Build",
                    "bin",
                    configuration,
                    "net10.0",
                    "ResNetGen.Build.dll"
                )}</ResNetGenBuildTool>
                  </PropertyGroup>
                  <ItemGroup>
                    <Reference Include="{bin}ResNetGen.Runtime.dll;{bin}ResNetGen.Specs.dll;{bin}System.IO.Hashing.dll;{bin}System.Numerics.Tensors.dll" />
                    <Analyzer Include="{Repository.PathOf("src", "Generator", "bin", configuration, "netstandard2.0", "ResNetGen.Generator.dll")}" />
                    <ResNetWeights Include="{weights}" Model="$(Model)" />
                    <ResNetWeights Include="features.safetensors" Model="Demo.De.Backbone" />
                  </ItemGroup>
                  <Import Project="{Repository.PathOf("src", "Build", "build", "ResNetGen.Weights.targets")}" />
                  <Import Project="{Repository.PathOf("src", "Build", "build", "ResNetGen.NativeExport.targets")}" />
                </Project>
                """
            );
            Write(
                "Program.cs",
                $$"""
                using System;
                using Demo.De;
                using ResNetGen;

                float[] image = new float[Net.InputLength];
                Array.Fill(image, 0.5f);
                float[] embedded = new float[Net.Classes], loaded = new float[Net.Classes];
                using (Net net = Net.LoadEmbedded(threads: 2)) net.Forward(image, embedded);
                using (Net net = Net.Load(args[0])) net.Forward(image, loaded);
                float[] features = new float[Net.EmbeddingLength], alone = new float[Backbone.EmbeddingLength];
                using (Net net = Net.Load(args[0])) net.Embed(image, features);
                using (Backbone backbone = Backbone.LoadEmbedded(threads: 2)) backbone.Embed(image, alone);
                bool isSame = embedded.AsSpan().SequenceEqual(loaded) && features.AsSpan().SequenceEqual(alone);
                Console.Write(embedded[0] != 0 && isSame ? "same" : "different");

                #if SMALL && GREY
                namespace Demo.De
                {
                    {{TestProject.Declaration.Replace(
                    ")]",
                    ", NativeExport = \"net\")]"
                )}} internal sealed partial class Net;

                    {{TestProject.Declaration.Replace("Classes = 10", "Classes = 0")}} internal sealed partial class Backbone;
                }
                #endif
                """
            );
            FirstBuild = Start(0, ["build", Project, .. Switches]);
        }

        public string Project => Path.Combine(_folder, "app.csproj");

        public string FirstBuild { get; }

        public DateTime PackedTime =>
            File.GetLastWriteTimeUtc(
                Path.Combine(_folder, "obj", "Debug", "net10.0", "ResNetGen", "Demo.De.Net.packed")
            );

        private static string[] Switches => ["-nologo", "-v:minimal", "-tl:off"];

        public string Header => Path.Combine(_folder, "bin", "Debug", "net10.0", "net.h");

        public string HeaderInBetween =>
            Path.Combine(_folder, "obj", "Debug", "net10.0", "ResNetGen", "headers", "net.h");

        public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

        public string Build(int expected, params string[] properties) =>
            Start(expected, ["build", Project, "--no-restore", .. Switches, .. properties]);

        public string Run(params string[] arguments) =>
            Start(0, ["exec", Path.Combine(_folder, "bin", "Debug", "net10.0", "app.dll"), .. arguments]);

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private string Start(int expected, params string[] arguments)
        {
            CommandLine ended = CommandLine.Run(_folder, null, "dotnet", arguments);
            Assert.True(ended.ExitCode == expected, ended.Out + ended.Error);
            return ended.Out;
        }
    }
}
