using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.Parse;

/// <summary>What is not the network's: that is in <see cref="NetworkLimits"/>.</summary>
internal static class Limits
{
    /// <summary>Characters of an export name: it is the name of a file too.</summary>
    public const int ExportName = 64;

    /// <summary>The language the emitted code is written in.</summary>
    public const LanguageVersion Language = LanguageVersion.CSharp12;
}
