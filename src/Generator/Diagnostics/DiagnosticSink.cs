using Microsoft.CodeAnalysis;

namespace ResNetGen.Generator.Diagnostics;

/// <summary>Collects what is wrong with one declaration, all of it: a user mends the lot in one go.</summary>
internal sealed class DiagnosticSink
{
    private readonly List<DiagnosticInfo> _diagnostics = [];

    public int Count => _diagnostics.Count;

    public void Report(DiagnosticDescriptor descriptor, SyntaxNode place, params string[] arguments) =>
        Report(descriptor, place.GetLocation(), arguments);

    public void Report(DiagnosticDescriptor descriptor, SyntaxToken place, params string[] arguments) =>
        Report(descriptor, place.GetLocation(), arguments);

    public void Report(DiagnosticDescriptor descriptor, Location place, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, place, arguments));

    public EquatableArray<DiagnosticInfo> ToEquatableArray() => _diagnostics.ToEquatableArray();
}
