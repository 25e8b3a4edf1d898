using Microsoft.CodeAnalysis;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// Files that this generator wrote and the project compiles once more: with <c>CompilerGeneratedFilesOutputPath</c> in the project's folder, those of one build
/// are sources of the next.
/// </summary>
internal static class EmittedCopy
{
    /// <summary>What the head comment of each emitted file has, wherever the file went and whatever it is called there.</summary>
    public const string Mark = "Written by ResNetGen from";

    /// <summary>The folder that the compiler puts emitted files in, as a pattern.</summary>
    public const string Folder = "**/ResNetGen.Generator.ResNetGenerator/**";

    public static bool IsOne(SyntaxTree? tree, CancellationToken cancellationToken) =>
        tree?.GetRoot(cancellationToken).GetLeadingTrivia().Any(trivia => trivia.ToString().Contains(Mark)) == true;
}
