using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResNetGen.KernelGenerator.Declarations;

/// <summary>What is wrong with a declaration, as values alone.</summary>
internal sealed record KernelError(string Text, string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "KRN0001",
        "Kernel that cannot be written",
        "{0}",
        "ResNetGen.Kernels",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true
    );

    public static KernelError At(Location place, string text)
    {
        FileLinePositionSpan lines = place.GetLineSpan();
        return new(text, lines.Path, place.SourceSpan, lines.Span);
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.Create(FilePath, Span, Lines), Text);
}
