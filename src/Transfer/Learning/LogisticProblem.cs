using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// What multinomial logistic regression minimises, over features that are centred and scaled by one number for all:
/// <c>sum(share x cross-entropy) + l2 / 2 x |weight|^2</c>, the shares of all views together being 1. In double
/// precision, and on one thread.
/// </summary>
/// <remarks>
/// One scale for all features keeps what the network says of them: a feature that seldom varies is noise more often than
/// a clue. It was a point better in cross-validation than a scale for each (docs/experiments).
/// </remarks>
internal sealed class LogisticProblem
{
    private const double LeastDeviation = 1e-30;

    private readonly int _classes;
    private readonly int _columns;
    private readonly double[] _rows; // [row][column]
    private readonly RowSpace? _space; // that columns are of, or else features
    private readonly int[] _labels;
    private readonly double[] _shares;
    private readonly double[] _mean;
    private readonly double _scale;

    /// <param name="data">What to learn from; at least one picture.</param>
    /// <param name="balanced">Whether each class has the same share, however few pictures it has.</param>
    public LogisticProblem(LabelledEmbeddings data, bool balanced)
    {
        _columns = data.EmbeddingLength;
        _classes = data.Labels.Count;
        int count = data.Count * data.Views;
        _rows = new double[checked(count * _columns)];
        _labels = new int[count];
        _shares = new double[count];
        _mean = new double[_columns];
        int[] pictures = data.CountByClass();
        int present = pictures.Count(number => number > 0);
        for (int row = 0; row < count; row++)
        {
            int picture = row / data.Views;
            TensorPrimitives.ConvertChecked<float, double>(data.Features(picture, row % data.Views), Row(row));
            _labels[row] = data.ClassOf(picture);
            _shares[row] = balanced ? 1.0 / present / (pictures[_labels[row]] * data.Views) : 1.0 / count;
            TensorPrimitives.Add(_mean, Row(row), _mean);
        }

        TensorPrimitives.Divide(_mean, count, _mean);
        double squares = 0;
        for (int row = 0; row < count; row++)
        {
            TensorPrimitives.Subtract(Row(row), _mean, Row(row));
            squares += TensorPrimitives.SumOfSquares<double>(Row(row));
        }

        // Features that are all the same say nothing. Weights of nearly the same ones would be beyond single precision.
        double deviation = Math.Sqrt(squares / _rows.Length);
        _scale = deviation > LeastDeviation ? 1 / deviation : 1;
        TensorPrimitives.Multiply(_rows, _scale, _rows);
        if (count < _columns)
        {
            _space = new RowSpace(_rows, count);
            _rows = _space.Coordinates;
            _columns = _space.Dimensions;
        }
    }

    /// <summary>Numbers to find: <c>[class][column]</c>, then a bias for each class.</summary>
    public int Unknowns => _classes * (_columns + 1);

    /// <summary>The value and the gradient at a point.</summary>
    public double Evaluate(ReadOnlySpan<double> point, double l2, Span<double> gradient)
    {
        int weights = _classes * _columns;
        ReadOnlySpan<double> weight = point[..weights];
        TensorPrimitives.Multiply(weight, l2, gradient[..weights]);
        gradient[weights..].Clear();
        double value = l2 / 2 * TensorPrimitives.SumOfSquares(weight);
        double[] probabilities = new double[_classes];
        for (int row = 0; row < _labels.Length; row++)
        {
            ReadOnlySpan<double> columns = Row(row);
            for (int label = 0; label < _classes; label++)
            {
                probabilities[label] =
                    TensorPrimitives.Dot(columns, weight.Slice(label * _columns, _columns)) + point[weights + label];
            }

            double largest = TensorPrimitives.Max<double>(probabilities);
            double own = probabilities[_labels[row]] - largest;
            TensorPrimitives.Subtract(probabilities, largest, probabilities);
            TensorPrimitives.Exp(probabilities, probabilities);
            double sum = TensorPrimitives.Sum<double>(probabilities);
            value += _shares[row] * (Math.Log(sum) - own);
            for (int label = 0; label < _classes; label++)
            {
                double error = _shares[row] * (probabilities[label] / sum - (label == _labels[row] ? 1 : 0));
                Span<double> part = gradient.Slice(label * _columns, _columns);
                TensorPrimitives.MultiplyAdd(columns, error, part, part);
                gradient[weights + label] += error;
            }
        }

        return value;
    }

    /// <summary>A solution as a layer over the features as they are: centre and scale are folded into it.</summary>
    public LinearClassifier ToClassifier(IReadOnlyList<string> labels, ReadOnlySpan<double> point)
    {
        int features = _mean.Length;
        float[] weight = new float[_classes * features];
        float[] bias = new float[_classes];
        double[] scaled = new double[features];
        for (int label = 0; label < _classes; label++)
        {
            ReadOnlySpan<double> own = point.Slice(label * _columns, _columns);
            if (_space is null)
            {
                own.CopyTo(scaled);
            }
            else
            {
                _space.Expand(own, scaled);
            }

            TensorPrimitives.Multiply(scaled, _scale, scaled);
            TensorPrimitives.ConvertTruncating<double, float>(scaled, weight.AsSpan(label * features, features));
            bias[label] = (float)(point[_classes * _columns + label] - TensorPrimitives.Dot<double>(scaled, _mean));
        }

        return new LinearClassifier(labels, weight, bias);
    }

    private Span<double> Row(int row) => _rows.AsSpan(row * _columns, _columns);
}
