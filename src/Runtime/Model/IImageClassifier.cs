namespace ResNetGen;

/// <summary>
/// A network for images that ends with a classifier, whichever it is: what every class with a
/// <see cref="ResNetAttribute"/> can do, unless it declares <c>Classes = 0</c>.
/// </summary>
public interface IImageClassifier : IImageModel
{
    /// <summary>Runs the network. Allocates nothing.</summary>
    /// <param name="images">As for <see cref="IImageModel.Embed"/>.</param>
    /// <param name="logits">Receives <c>[image][class]</c>: one score for each class before softmax.</param>
    /// <inheritdoc cref="IImageModel.Embed" path="/exception"/>
    void Forward(ReadOnlySpan<float> images, Span<float> logits);
}

/// <summary>A classifier of images that knows how to make itself: what a program is generic over.</summary>
/// <typeparam name="TSelf">The class with the <see cref="ResNetAttribute"/>.</typeparam>
public interface IImageClassifier<TSelf> : IImageModel<TSelf>, IImageClassifier
    where TSelf : class, IImageClassifier<TSelf>;
