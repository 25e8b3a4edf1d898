using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// Minimises a smooth convex function: limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5)
/// with a line search for the weak Wolfe conditions by bisection. It takes no random numbers and one thread: the same
/// input gives the same bits.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const int MostTrials = 50;
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;

    /// <summary>The function.</summary>
    /// <param name="point">Where.</param>
    /// <param name="gradient">Receives the gradient there.</param>
    /// <returns>The value there.</returns>
    public delegate double Function(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Minimises it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="point">Where to begin; receives where it ends.</param>
    /// <param name="tolerance">It ends where no part of the gradient is larger.</param>
    /// <param name="mostSteps">Steps at most.</param>
    /// <param name="cancellationToken">Ends it before a step.</param>
    /// <returns>The largest part of the gradient at the end.</returns>
    public static double Minimise(
        Function function,
        Span<double> point,
        double tolerance,
        int mostSteps,
        CancellationToken cancellationToken
    )
    {
        int length = point.Length;
        double[] gradient = new double[length],
            direction = new double[length],
            trial = new double[length],
            trialGradient = new double[length];
        List<(double[] Step, double[] Change, double Inverse)> pairs = [];
        double value = function(point, gradient);
        for (int step = 0; step < mostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double largest = TensorPrimitives.MaxMagnitude<double>(gradient);
            if (Math.Abs(largest) <= tolerance)
            {
                break;
            }

            Direct(gradient, pairs, direction);
            double slope = TensorPrimitives.Dot<double>(direction, gradient);
            if (!(slope < 0))
            {
                // Rounding has spoilt what it remembers: it goes down the gradient again.
                pairs.Clear();
                Direct(gradient, pairs, direction);
                slope = TensorPrimitives.Dot<double>(direction, gradient);
            }

            if (!Search(function, point, value, slope, direction, trial, trialGradient, out double trialValue))
            {
                break; // No number in double precision is lower on this line.
            }

            double[] moved = new double[length],
                change = new double[length];
            TensorPrimitives.Subtract(trial, point, moved);
            TensorPrimitives.Subtract(trialGradient, gradient, change);
            double inner = TensorPrimitives.Dot<double>(moved, change);
            if (inner > 0)
            {
                if (pairs.Count == Memory)
                {
                    pairs.RemoveAt(0);
                }

                pairs.Add((moved, change, 1 / inner));
            }

            trial.CopyTo(point);
            (gradient, trialGradient) = (trialGradient, gradient);
            value = trialValue;
        }

        return Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient));
    }

    // The gradient through the inverse Hessian that the last steps tell of (algorithm 7.4).
    private static void Direct(
        double[] gradient,
        List<(double[] Step, double[] Change, double Inverse)> pairs,
        double[] direction
    )
    {
        Span<double> shares = stackalloc double[Memory];
        TensorPrimitives.Negate(gradient, direction);
        for (int index = pairs.Count - 1; index >= 0; index--)
        {
            (double[] step, double[] change, double inverse) = pairs[index];
            shares[index] = inverse * TensorPrimitives.Dot<double>(step, direction);
            TensorPrimitives.MultiplyAdd<double>(change, -shares[index], direction, direction);
        }

        if (pairs.Count > 0)
        {
            (_, double[] change, double inverse) = pairs[^1];
            double scale = 1 / (inverse * TensorPrimitives.SumOfSquares<double>(change));
            TensorPrimitives.Multiply(direction, scale, direction);
        }

        for (int index = 0; index < pairs.Count; index++)
        {
            (double[] step, double[] change, double inverse) = pairs[index];
            double share = inverse * TensorPrimitives.Dot<double>(change, direction);
            TensorPrimitives.MultiplyAdd<double>(step, shares[index] - share, direction, direction);
        }
    }

    private static bool Search(
        Function function,
        ReadOnlySpan<double> point,
        double value,
        double slope,
        double[] direction,
        double[] trial,
        double[] trialGradient,
        out double trialValue
    )
    {
        double length = 1,
            low = 0,
            high = double.PositiveInfinity;
        trialValue = value;
        for (int attempt = 0; attempt < MostTrials; attempt++)
        {
            TensorPrimitives.MultiplyAdd(direction, length, point, trial);
            trialValue = function(trial, trialGradient);
            if (!(trialValue <= value + SufficientDecrease * length * slope))
            {
                high = length;
            }
            else if (TensorPrimitives.Dot<double>(direction, trialGradient) < Curvature * slope)
            {
                low = length;
            }
            else
            {
                return true;
            }

            length = double.IsInfinity(high) ? 2 * length : (low + high) / 2;
        }

        return trialValue < value;
    }
}
