using System.Buffers;

namespace ResNetGen;

/// <summary>What every classifier of images can do by what <see cref="IImageClassifier"/> asks of it.</summary>
public static class ImageClassifierExtensions
{
    /// <summary>Runs the network to the most probable classes of each image.</summary>
    /// <param name="model">The network.</param>
    /// <param name="images">As for <see cref="IImageClassifier.Forward"/>.</param>
    /// <param name="top">Classes of each image.</param>
    /// <returns>
    /// <c>[image][rank]</c>, the most probable class first; of equal ones the lower first. Where a logit is NaN, the
    /// probabilities of its image are NaN (<see cref="ClassProbability.FromLogits"/>).
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is less than 1, or more than the network
    /// has classes.</exception>
    /// <inheritdoc cref="IImageClassifier.Forward" path="/exception"/>
    public static ClassProbability[] Classify(this IImageClassifier model, ReadOnlySpan<float> images, int top)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelInfo network = model.Network;
        if (top < 1 || top > network.Classes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(top),
                top,
                $"{network.Name} tells {network.Classes} classes apart: 1 to {network.Classes} of them are expected."
            );
        }

        ClassProbability[] results = new ClassProbability[top * CountImages(network, images)];
        model.Classify(images, results);
        return results;
    }

    /// <summary>
    /// Runs the network to the most probable classes of each image. Allocates nothing after a thread's first call.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="images">As for <see cref="IImageClassifier.Forward"/>.</param>
    /// <param name="results">
    /// Receives <c>[image][rank]</c>: as many classes of each image as have room, the most probable first; of equal
    /// ones the lower first. Where a logit is NaN, the probabilities of its image are NaN
    /// (<see cref="ClassProbability.FromLogits"/>).
    /// </param>
    /// <inheritdoc cref="IImageClassifier.Forward" path="/exception"/>
    public static void Classify(this IImageClassifier model, ReadOnlySpan<float> images, Span<ClassProbability> results)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelInfo network = model.Network;
        int classes = network.Classes;
        int count = CountImages(network, images);
        int top = results.Length / Math.Max(count, 1);
        if (count > 0 && (top * count != results.Length || top < 1 || top > classes))
        {
            throw new ArgumentException(
                $"{network.Name} gives 1 to {classes} classes for each image, as many for one as for the other; "
                    + $"found room for {results.Length} classes of {count} image(s).",
                nameof(results)
            );
        }

        float[] rented = ArrayPool<float>.Shared.Rent(count * classes);
        Span<float> logits = rented.AsSpan(0, count * classes);
        model.Forward(images, logits);
        for (int image = 0; image < count; image++)
        {
            ClassProbability.FromLogits(logits.Slice(image * classes, classes), results.Slice(image * top, top));
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Images that <see cref="IImageClassifier.Forward"/> takes; if there are others, it says so.</summary>
    private static int CountImages(ModelInfo network, ReadOnlySpan<float> images) =>
        Math.Min(images.Length / network.InputLength, network.Batch);
}
