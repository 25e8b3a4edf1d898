using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// The inverse of <c>curvature x rows^T rows / count + l2</c> for each class: what the Hessian of logistic regression would
/// be if all pictures were told with the same certainty (after Boehning 1992). By Woodbury's identity it takes a system of as many unknowns as
/// rows, of which some hundred are enough.
/// </summary>
internal sealed class LogisticPreconditioner
{
    private const int MostRows = 512;

    // p (1 - p) of a picture that is told with some certainty.
    private const double Curvature = 0.1;

    private const double LeastPart = 1e-10;

    private readonly double[] _rows; // [row][feature], some of them
    private readonly int _count;
    private readonly int _features;
    private readonly int _classes;
    private readonly double[] _products; // [row][row] of their inner products
    private readonly double[] _factor; // Cholesky's, of the products and a diagonal

    /// <param name="rows">[row][feature].</param>
    /// <param name="count">Rows.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="classes">Classes.</param>
    public LogisticPreconditioner(double[] rows, int count, int features, int classes)
    {
        _count = Math.Min(count, MostRows);
        _features = features;
        _classes = classes;
        _rows = new double[_count * features];
        for (int row = 0; row < _count; row++)
        {
            // Evenly: the rows of a class stand together.
            int taken = (int)((long)row * count / _count);
            rows.AsSpan(taken * features, features).CopyTo(Row(row));
        }

        _products = new double[_count * _count];
        _factor = new double[_count * _count];
        for (int row = 0; row < _count; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                _products[row * _count + column] = TensorPrimitives.Dot<double>(Row(row), Row(column));
            }
        }
    }

    /// <summary>Factors the system for a strength of the regularisation.</summary>
    public Lbfgs.Preconditioner For(double l2)
    {
        // Centred rows depend on each other: without some of a diagonal, rounding makes roots of negative numbers.
        double largest = 0;
        for (int row = 0; row < _count; row++)
        {
            largest = Math.Max(largest, _products[row * _count + row]);
        }

        double diagonal = Math.Max(l2 * _count / Curvature, LeastPart * largest);
        for (int row = 0; row < _count; row++)
        {
            Span<double> own = Factor(row);
            for (int column = 0; column <= row; column++)
            {
                Span<double> other = Factor(column);
                double rest =
                    _products[row * _count + column] - TensorPrimitives.Dot<double>(own[..column], other[..column]);
                own[column] = column < row ? rest / other[column] : Math.Sqrt(rest + diagonal);
            }
        }

        double inside = diagonal * Curvature / _count;
        return vector => Apply(vector, inside);
    }

    private void Apply(Span<double> vector, double l2)
    {
        double[] shares = new double[_count];
        for (int label = 0; label < _classes; label++)
        {
            Span<double> part = vector.Slice(label * _features, _features);
            for (int row = 0; row < _count; row++)
            {
                shares[row] = TensorPrimitives.Dot<double>(Row(row), part);
            }

            Solve(shares);
            for (int row = 0; row < _count; row++)
            {
                TensorPrimitives.MultiplyAdd(Row(row), -shares[row], part, part);
            }

            TensorPrimitives.Divide(part, l2, part);
        }

        Span<double> bias = vector[(_classes * _features)..];
        TensorPrimitives.Divide(bias, Curvature, bias);
    }

    private void Solve(double[] values)
    {
        for (int row = 0; row < _count; row++)
        {
            Span<double> own = Factor(row);
            values[row] = (values[row] - TensorPrimitives.Dot<double>(own[..row], values.AsSpan(0, row))) / own[row];
        }

        for (int row = _count - 1; row >= 0; row--)
        {
            Span<double> own = Factor(row);
            values[row] /= own[row];
            Span<double> above = values.AsSpan(0, row);
            TensorPrimitives.MultiplyAdd(own[..row], -values[row], above, above);
        }
    }

    private Span<double> Row(int row) => _rows.AsSpan(row * _features, _features);

    private Span<double> Factor(int row) => _factor.AsSpan(row * _count, _count);
}
