using ResNetGen.Generator.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// What parsing one attribute gives: the spec when all is right with it, with the name that it takes in the C library;
/// otherwise what is wrong.
/// </summary>
internal sealed record ParseResult(Spec? Spec, EquatableArray<DiagnosticInfo> Diagnostics, ExportedName? Export = null)
{
    /// <summary>Nothing to emit and nothing to say: the compiler has said it.</summary>
    public static ParseResult Nothing { get; } = new(null, default);
}
