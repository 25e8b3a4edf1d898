using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// The space that rows span, and the rows in coordinates of it: fewer numbers, where there are fewer rows than features.
/// Lengths and angles stay, so a problem with an L2 penalty has the same solution there.
/// </summary>
internal sealed class RowSpace
{
    // What is left of a row that the others span already is rounding.
    private const double Rounding = 1e-10;

    private readonly List<double[]> _axes = [];

    /// <param name="rows"><c>[row][feature]</c>.</param>
    /// <param name="count">Rows.</param>
    public RowSpace(ReadOnlySpan<double> rows, int count)
    {
        int features = rows.Length / count;
        List<double[]> coordinates = [];
        for (int row = 0; row < count; row++)
        {
            coordinates.Add(Add(rows.Slice(row * features, features)));
        }

        Coordinates = new double[count * _axes.Count];
        for (int row = 0; row < count; row++)
        {
            coordinates[row]
                .AsSpan(0, Math.Min(coordinates[row].Length, _axes.Count))
                .CopyTo(Coordinates.AsSpan(row * _axes.Count));
        }
    }

    /// <summary>Coordinates of a point: no more than there are rows.</summary>
    public int Dimensions => _axes.Count;

    /// <summary><c>[row][coordinate]</c>.</summary>
    public double[] Coordinates { get; }

    /// <summary>From coordinates back to features.</summary>
    public void Expand(ReadOnlySpan<double> coordinates, Span<double> features)
    {
        features.Clear();
        for (int axis = 0; axis < _axes.Count; axis++)
        {
            TensorPrimitives.MultiplyAdd(_axes[axis], coordinates[axis], features, features);
        }
    }

    // Gram and Schmidt's way. Twice is enough (Parlett 1998, section 6.9).
    private double[] Add(ReadOnlySpan<double> row)
    {
        double[] rest = row.ToArray();
        double[] coordinates = new double[_axes.Count + 1];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int axis = 0; axis < _axes.Count; axis++)
            {
                double part = TensorPrimitives.Dot<double>(_axes[axis], rest);
                TensorPrimitives.MultiplyAdd<double>(_axes[axis], -part, rest, rest);
                coordinates[axis] += part;
            }
        }

        double length = TensorPrimitives.Norm<double>(rest);
        if (length > Rounding * TensorPrimitives.Norm(row))
        {
            TensorPrimitives.Divide(rest, length, rest);
            coordinates[^1] = length;
            _axes.Add(rest);
        }

        return coordinates;
    }
}
