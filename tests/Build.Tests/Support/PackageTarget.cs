using ResNetGen.Generator.Tests.Harness;
using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Build.Tests.Support;

/// <summary>
/// A target of the package's build files alone, in a project in a temporary folder: it needs neither packages nor a
/// compiler.
/// </summary>
internal sealed class PackageTarget : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("resnetgen ä'$HOME`pp-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a target.</summary>
    /// <param name="target">Its name.</param>
    /// <param name="file">The name of the project's file.</param>
    /// <param name="content">What the project has beside its framework and the package's build files.</param>
    /// <param name="arguments">More arguments of MSBuild.</param>
    /// <returns>The project's path, and the lines that MSBuild wrote.</returns>
    public (string Project, string[] Lines) Run(string target, string file, string content, params string[] arguments)
    {
        string project = Path.Combine(Folder, file);
        File.WriteAllText(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            {content}
              <Import Project="{Repository.PathOf("src", "Package", "build", "ResNetGen.targets")}" />
            </Project>
            """
        );
        CommandLine run = CommandLine.Run(
            Folder,
            null,
            "dotnet",
            ["msbuild", project, $"-t:{target}", .. arguments, "-nologo", "-v:minimal", "-tl:off"]
        );
        return (project, [.. run.Out.Split('\n').Select(line => line.Trim())]);
    }
}
