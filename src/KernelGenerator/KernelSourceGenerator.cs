using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.KernelGenerator.Declarations;

namespace ResNetGen.KernelGenerator;

/// <summary>
/// Writes the kernels that partial methods declare with <c>[RegisterTile]</c> and its kin, and the bodies of these
/// methods, which choose among them: the inner loops of the runtime, unrolled over registers.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class KernelSourceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (KernelKind kind in KernelKind.All)
        {
            IncrementalValuesProvider<KernelMethod> methods = context
                .SyntaxProvider.ForAttributeWithMetadataName(
                    kind.AttributeName,
                    static (node, _) => node is MethodDeclarationSyntax,
                    (match, cancellation) => MethodReader.Read(kind, match, cancellation)
                )
                .WithTrackingName(kind.Name);
            context.RegisterSourceOutput(methods, static (output, method) => Write(output, method));
        }
    }

    private static void Write(SourceProductionContext output, KernelMethod method)
    {
        foreach (KernelError error in method.Errors)
        {
            output.ReportDiagnostic(error.ToDiagnostic());
        }

        if (method.Errors.Count > 0)
        {
            return;
        }

        KernelTemplate[] kernels = [.. method.Kernels.Select(KernelKind.Named(method.Kind).Template)];
        output.AddSource($"{method.Type}.{method.Name}.g.cs", KernelChoice.Emit(method, kernels));
        foreach (KernelTemplate kernel in kernels)
        {
            output.CancellationToken.ThrowIfCancellationRequested();
            output.AddSource($"{method.Type}.{method.Name}.{kernel.Name}.g.cs", kernel.Emit(method));
        }
    }
}
