using ResNetGen.Build.Tests.Support;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Build.Tests;

/// <summary>What is said where a program that is compiled ahead of time cannot have kernels for 512 bits.</summary>
public sealed class Vectors512Tests : IDisposable
{
    private const string Missing =
        "warning RNG3001: Found no kernels for 512 bits in {0}: on processors with AVX-512 networks take about twice the time; restore the package again (built from source: install binutils), or set ResNetVectors512 to false";

    private const string Impossible =
        "error RNG3002: ResNetVectors512 is set to true, but found {0}: leave ResNetVectors512 out, which is true by itself where it can be";

    private readonly PackageTarget _target = new();

    private string Object => Path.Combine(_target.Folder, "kernels.o");

    public void Dispose() => _target.Dispose();

    [Theory]
    [InlineData("RuntimeIdentifier=linux-x64")]
    [InlineData("RuntimeIdentifier=linux-musl-x64")]
    [InlineData("RuntimeIdentifier=linux-x64;IlcInstructionSet=x86-64-v3%2Caes")]
    [InlineData("RuntimeIdentifier=linux-x64;ResNetInstructionSet=%20x86-64-v3%0A")]
    public void MissingObjectIsWarnedOf(string properties)
    {
        Check($"-p:{properties}", string.Format(null, Missing, Object));
        File.WriteAllText(Object, "");
        Check($"-p:{properties}", null);
    }

    [Theory]
    [InlineData("RuntimeIdentifier=win-x64")]
    [InlineData("RuntimeIdentifier=linux-arm64")]
    [InlineData("RuntimeIdentifier=linux-x64;ResNetVectors512=false")]
    [InlineData("RuntimeIdentifier=linux-x64;ResNetInstructionSet=x86-64-v4")]
    [InlineData("RuntimeIdentifier=linux-x64;NativeLib=Static")]
    public void OthersHaveOneWidth(string properties) => Check($"-p:{properties}", null);

    [Theory]
    [InlineData("RuntimeIdentifier=win-x64", "RuntimeIdentifier 'win-x64', expected linux-x64 or linux-musl-x64")]
    [InlineData(
        "RuntimeIdentifier=linux-arm64",
        "RuntimeIdentifier 'linux-arm64', expected linux-x64 or linux-musl-x64"
    )]
    [InlineData("RuntimeIdentifier=linux-x64;IlcInstructionSet=native", "instruction set 'native', expected x86-64-v3")]
    [InlineData(
        "RuntimeIdentifier=linux-x64;NativeLib=Static",
        "NativeLib 'Static', expected a program or a shared library"
    )]
    public void AskedForWhereTheyCannotBeIsAnError(string properties, string found) =>
        Check($"-p:{properties};ResNetVectors512=true", string.Format(null, Impossible, found));

    [Fact]
    public void OtherAnswersAreAnError() =>
        Check(
            "-p:RuntimeIdentifier=linux-x64;ResNetVectors512=1",
            "error RNG3002: ResNetVectors512 is '1', expected true or false: leave ResNetVectors512 out, which is true by itself where it can be"
        );

    [Theory]
    [InlineData("RNG3001", "Kernels for 512 bits are not found")]
    [InlineData("RNG3002", "Kernels for 512 bits cannot be linked")]
    public void IdHasAPage(string id, string title)
    {
        Assert.StartsWith(
            $"# {id}: {title}\n",
            File.ReadAllText(Repository.PathOf("docs", "diagnostics", $"{id}.md")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"\n| [{id}]({id}.md) | {title} |\n",
            File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md")),
            StringComparison.Ordinal
        );
    }

    private void Check(string properties, string? told)
    {
        (string project, string[] lines) = _target.Run(
            "ResNetGenCheckVectors512",
            "App.csproj",
            $"""
              <PropertyGroup>
                <PublishAot>true</PublishAot>
                <_ResNetVectors512Object>{Object}</_ResNetVectors512Object>
              </PropertyGroup>
            """,
            properties
        );
        string[] said = [.. lines.Where(line => line.Contains(": ", StringComparison.Ordinal))];
        if (told is null)
        {
            Assert.Empty(said);
            return;
        }

        string line = Assert.Single(said);
        Assert.EndsWith($": {told} [{project}]", line, StringComparison.Ordinal);
    }
}
