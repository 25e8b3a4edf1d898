namespace ResNetGen.Generator.Emit;

/// <summary>One emitted file.</summary>
internal readonly record struct SourceFile(string HintName, string Text);
