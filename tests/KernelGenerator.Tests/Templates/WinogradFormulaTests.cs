using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResNetGen.KernelGenerator.Templates;

namespace ResNetGen.KernelGenerator.Tests.Templates;

/// <summary>
/// The formulas of the transforms, evaluated in float64: with the weights, they are a convolution. An output at place i
/// has exactly one times tap k of the input at place stride * i + k, and nothing of any other. As they are linear, that
/// holds for all values.
/// </summary>
public sealed class WinogradFormulaTests
{
    private delegate IEnumerable<(string Name, string Expression)> Formulas(Func<string, string, string, string> f);

    [Theory]
    [InlineData(2, 1, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 2, 1)]
    [InlineData(4, 1, 4)]
    [InlineData(4, 1, 2)]
    [InlineData(4, 2, 4)]
    [InlineData(4, 2, 2)]
    public void AreAConvolution(int m, int stride, int outputs) =>
        Check(
            outputs,
            WinogradLayout.Side(outputs, stride),
            stride,
            WinogradPoints.WeightTransform(m, stride),
            point => outputs == m || WinogradLayout.NarrowHas(m, stride, point),
            WinogradLayout.Side(m, stride),
            f => WinogradFormulas.Input(m, stride, outputs, f),
            f => WinogradFormulas.Output(m, stride, outputs, f),
            WinogradFormulas.Constants
        );

    [Fact]
    public void ThoseOfTheStemAreToo() =>
        Check(
            StemWinogradLayout.Outputs,
            StemWinogradLayout.Patch,
            stride: 1,
            WinogradPoints.StemWeightTransform(),
            _ => true,
            StemWinogradLayout.Patch,
            PairedPoints.Input,
            PairedPoints.Output,
            PairedPoints.Constants
        );

    private static void Check(
        int outputs,
        int inputs,
        int stride,
        double[][] weights,
        Func<int, bool> hasPoint,
        int points,
        Formulas input,
        Formulas output,
        Func<bool, IEnumerable<(string Name, double Value)>> constants
    )
    {
        int taps = weights[0].Length;
        int[] used = [.. Enumerable.Range(0, points).Where(hasPoint)];
        for (int tap = 0; tap < taps; tap++)
        {
            for (int place = 0; place < inputs; place++)
            {
                // One input and one tap are 1, all others 0.
                Dictionary<string, double> transformed = Evaluate(
                    input,
                    constants(true),
                    Enumerable.Range(0, inputs).Select(i => i == place ? 1.0 : 0.0)
                );
                Dictionary<string, double> results = Evaluate(
                    output,
                    constants(false),
                    Enumerable
                        .Range(0, points)
                        .Select(point =>
                            used.Contains(point)
                                ? transformed[$"o{point}"] * weights[Math.Min(point, weights.Length - 1)][tap]
                                : double.NaN
                        )
                );
                for (int i = 0; i < outputs; i++)
                {
                    double expected = place == (stride * i) + tap ? 1 : 0;
                    Assert.Equal(expected, results[$"o{i}"], tolerance: 1e-14);
                }
            }
        }
    }

    private static Dictionary<string, double> Evaluate(
        Formulas formulas,
        IEnumerable<(string Name, double Value)> constants,
        IEnumerable<double> inputs
    )
    {
        Dictionary<string, double> values = constants.ToDictionary(
            constant => constant.Name,
            constant => constant.Value
        );
        foreach ((int i, double value) in inputs.Index())
        {
            values.Add($"i{i}", value);
        }

        foreach ((string name, string expression) in formulas((a, b, c) => $"MultiplyAdd({a}, {b}, {c})"))
        {
            values.Add(name, Evaluate(SyntaxFactory.ParseExpression(expression), values));
        }

        return values;
    }

    private static double Evaluate(ExpressionSyntax expression, Dictionary<string, double> values)
    {
        return expression switch
        {
            IdentifierNameSyntax name => values[name.Identifier.Text],
            ParenthesizedExpressionSyntax inner => Of(inner.Expression),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Of(sum.Left) + Of(sum.Right),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } sum => Of(sum.Left) - Of(sum.Right),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } product => Of(product.Left)
                * Of(product.Right),
            InvocationExpressionSyntax { ArgumentList.Arguments: [var a, var b, var c] } => (
                Of(a.Expression) * Of(b.Expression)
            ) + Of(c.Expression),
            _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{expression}")),
        };

        double Of(ExpressionSyntax part) => Evaluate(part, values);
    }
}
