using System.Numerics.Tensors;

namespace ResNetGen.Transfer;

/// <summary>
/// Multinomial logistic regression with L2: the usual way to a classifier on features that another network has learnt.
/// The result is where no part of the gradient is above 1e-8, and the same for the same input.
/// </summary>
public static class LogisticRegression
{
    // No part of the gradient is larger at the end. To choose, less will do.
    private const double Tolerance = 1e-8;
    private const double ChoosingTolerance = 1e-4;
    private const int MostSteps = 2000;

    // Each keeps its pictures in double precision: more parts take more memory, and choose no better.
    private const int ChoosingFolds = 5;

    // Decades: between them, accuracy hardly differs.
    private static readonly double[] Strengths = [1, 0.1, 0.01, 0.001, 0.0001];

    /// <summary>Learns a classifier.</summary>
    /// <param name="data">Pictures, at least one. Where all are of one class, it is taken for every picture.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LinearClassifier Fit(
        LabelledEmbeddings data,
        LogisticOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        double l2 = options.L2 ?? ChooseL2(data, options, cancellationToken);
        LogisticProblem problem = new(RequirePictures(data), options.Balanced);
        double[] point = new double[problem.Unknowns];
        Minimise(problem, point, l2, Tolerance, cancellationToken);
        return problem.ToClassifier(data.Labels, point);
    }

    /// <summary>
    /// Chooses <see cref="LogisticOptions.L2"/> by stratified cross-validation: the strength with the least
    /// cross-entropy on pictures that were held out.
    /// </summary>
    /// <inheritdoc cref="Fit"/>
    public static double ChooseL2(
        LabelledEmbeddings data,
        LogisticOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        Part[] parts =
        [
            .. StratifiedFolds
                .Split(RequirePictures(data), Math.Min(options.Folds, ChoosingFolds))
                .Where(fold => fold.Train.Count > 0 && fold.Test.Count > 0)
                .Select(fold => new Part(data.Subset(fold.Train), data.Subset(fold.Test), options.Balanced)),
        ];
        double best = Strengths[0],
            least = double.PositiveInfinity;
        foreach (double l2 in Strengths)
        {
            // Each part begins where a stronger one ended: a few steps away.
            AtOnce.ForEach(parts, part => part.Fit(l2, cancellationToken), cancellationToken);
            double entropy = parts.Sum(part => part.CrossEntropy);
            if (entropy >= least)
            {
                break; // Weaker ones are worse still.
            }

            (best, least) = (l2, entropy);
        }

        return best;
    }

    private static LabelledEmbeddings RequirePictures(LabelledEmbeddings data) =>
        data.Count > 0
            ? data
            : throw new ArgumentException("There is no picture to learn from: add some first.", nameof(data));

    private static void Minimise(
        LogisticProblem problem,
        double[] point,
        double l2,
        double tolerance,
        CancellationToken cancellationToken
    ) =>
        Lbfgs.Minimise(
            (at, gradient) => problem.Evaluate(at, l2, gradient),
            point,
            tolerance,
            MostSteps,
            cancellationToken
        );

    private sealed class Part(LabelledEmbeddings train, LabelledEmbeddings test, bool balanced)
    {
        private readonly LogisticProblem _problem = new(train, balanced);
        private readonly int[] _learnt = train.CountByClass();
        private double[]? _point;

        /// <summary>Of the pictures that were held out, together.</summary>
        public double CrossEntropy { get; private set; }

        public void Fit(double l2, CancellationToken cancellationToken)
        {
            _point ??= new double[_problem.Unknowns];
            Minimise(_problem, _point, l2, ChoosingTolerance, cancellationToken);
            LinearClassifier classifier = _problem.ToClassifier(train.Labels, _point);
            float[] logits = new float[train.Labels.Count];
            CrossEntropy = 0;
            for (int picture = 0; picture < test.Count; picture++)
            {
                int own = test.ClassOf(picture);
                if (_learnt[own] == 0)
                {
                    continue; // How sure it is to be none of them says nothing of the strength.
                }

                classifier.Score(test.Features(picture), logits);
                float largest = TensorPrimitives.Max<float>(logits);
                double sum = 0;
                foreach (float logit in logits)
                {
                    sum += Math.Exp(logit - largest);
                }

                CrossEntropy += ShareOf(own) * (Math.Log(sum) + largest - logits[own]);
            }
        }

        // As it is learnt from, so it counts.
        private double ShareOf(int label) => balanced ? (double)train.Count / _learnt[label] : 1;
    }
}
