namespace ResNetGen;

/// <summary>
/// A network for images, whichever it is: what every class with a <see cref="ResNetAttribute"/> can do. Those with a
/// classifier are <see cref="IImageClassifier"/> too.
/// </summary>
public interface IImageModel : IDisposable
{
    /// <summary>The facts of the network: shapes, sizes, layers.</summary>
    ModelInfo Network { get; }

    /// <summary>
    /// Threads that one run uses, the caller's included: as many as <c>Load</c> was asked for, but no more than the
    /// process has processors (<see cref="Environment.ProcessorCount"/>, which knows of affinity and of a container's
    /// limits), as they would only wait for each other. Loading takes all of these, for a moment. A class that does not
    /// say otherwise runs on the caller's thread alone.
    /// </summary>
    int Threads => 1;

    /// <summary>
    /// Runs the network up to its pooled features (PyTorch's <c>avgpool</c>): the input of the classifier, where there
    /// is one. Allocates nothing.
    /// </summary>
    /// <param name="images">
    /// One to <see cref="ModelInfo.Batch"/> images, one behind the other, each
    /// <c>[InputChannels][InputHeight][InputWidth]</c> (PyTorch's NCHW), normalised as the weights were trained.
    /// </param>
    /// <param name="embeddings">Receives <c>[image][feature]</c>, <see cref="ModelInfo.EmbeddingLength"/> features for
    /// each image.</param>
    /// <exception cref="ArgumentException">A length does not fit the network, or the results overlap the
    /// images.</exception>
    /// <exception cref="InvalidOperationException">The model is running already, on another thread: give each thread
    /// its own fork.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    void Embed(ReadOnlySpan<float> images, Span<float> embeddings);

    /// <summary>
    /// Runs the network up to a feature map, for detection, segmentation or a look inside. Allocates nothing.
    /// </summary>
    /// <param name="images">As for <see cref="Embed"/>.</param>
    /// <param name="map">One of <see cref="ModelInfo.FeatureMaps"/> of this network.</param>
    /// <param name="values">Receives <c>[image][channel][row][column]</c>, <see cref="FeatureMapInfo.Length"/> values
    /// for each image.</param>
    /// <exception cref="ArgumentException">The map is another network's.</exception>
    /// <inheritdoc cref="Embed" path="/exception"/>
    void FeatureMap(ReadOnlySpan<float> images, FeatureMapInfo map, Span<float> values);

    /// <summary>Runs the whole network and tells how long each layer took. Allocates nothing.</summary>
    /// <param name="images">As for <see cref="Embed"/>.</param>
    /// <param name="results">Receives what the network ends with, <see cref="ModelInfo.ResultLength"/> values for each
    /// image: the logits (<see cref="IImageClassifier.Forward"/>), or without a classifier the features.</param>
    /// <param name="layers">Receives the wall-clock time of each of <see cref="ModelInfo.Layers"/>, waiting for the
    /// other threads behind it included. Where each thread has images of its own, that of the calling thread's; the
    /// last layer has the wait.</param>
    /// <inheritdoc cref="Embed" path="/exception"/>
    void Profile(ReadOnlySpan<float> images, Span<float> results, Span<TimeSpan> layers);

    /// <summary>
    /// A second instance on the same weights, with workspaces of its own: one for each concurrent caller. Either may be
    /// disposed first. Any thread may fork, also during a run.
    /// </summary>
    /// <exception cref="NotSupportedException">The class does not say how: it was not generated.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    IImageModel Fork() => throw new NotSupportedException($"{GetType()} has no {nameof(Fork)}: it was not generated.");
}

/// <summary>A network for images that knows how to make itself: what a program is generic over.</summary>
/// <typeparam name="TSelf">The class with the <see cref="ResNetAttribute"/>.</typeparam>
public interface IImageModel<TSelf> : IImageModel
    where TSelf : class, IImageModel<TSelf>
{
    /// <summary>The facts of the network, without an instance: those of <see cref="IImageModel.Network"/>.</summary>
    static new abstract ModelInfo Network { get; }

    /// <summary>
    /// Loads weights from a file: safetensors with the names of torchvision or transformers, or packed
    /// (<see cref="ResNetGen.Weights.PackedWeights"/>). A packed file is used where it is mapped, for as long as an
    /// instance lives: it must not be changed or cut short meanwhile.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">
    /// Threads that one run uses, the caller's included: 1 to 256. More than the process has processors are not
    /// started; <see cref="IImageModel.Threads"/> has the number that is used.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is not 1 to 256.</exception>
    /// <exception cref="ResNetGen.Weights.WeightFileException">The file is missing, unreadable, neither safetensors nor
    /// packed, or packed for another network or version.</exception>
    /// <exception cref="ResNetGen.Weights.WeightMismatchException">The file's tensors are not those of this
    /// network.</exception>
    /// <exception cref="InvalidOperationException">The class was generated by another version of ResNetGen than it runs
    /// with.</exception>
    static abstract TSelf Load(string path, int threads = 1);

    /// <summary>
    /// Loads weights from a file, as <see cref="Load(string, int)"/> does, of which some tensors are the network's.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which tensors are the network's. A packed file has no others.</param>
    /// <param name="threads">As for <see cref="Load(string, int)"/>.</param>
    /// <inheritdoc cref="Load(string, int)" path="/exception"/>
    static abstract TSelf Load(string path, ResNetGen.Weights.WeightOptions options, int threads = 1);

    /// <summary>Loads weights from the bytes of a file: safetensors or packed.</summary>
    /// <param name="weights">
    /// The bytes. An array is not needed once it is loaded. Packed weights in other memory, that of a
    /// <see cref="System.Buffers.MemoryManager{T}"/>, are pinned and used there if they are aligned to 64 bytes: they
    /// must not change while an instance lives.
    /// </param>
    /// <param name="threads">
    /// Threads that one run uses, the caller's included: 1 to 256. More than the process has processors are not
    /// started; <see cref="IImageModel.Threads"/> has the number that is used.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is not 1 to 256.</exception>
    /// <inheritdoc cref="Load(string, int)" path="/exception"/>
    static abstract TSelf Load(ReadOnlyMemory<byte> weights, int threads = 1);

    /// <summary>
    /// Loads weights from the bytes of a file, as <see cref="Load(ReadOnlyMemory{byte}, int)"/> does, of which some
    /// tensors are the network's.
    /// </summary>
    /// <param name="weights">The bytes.</param>
    /// <param name="options">Which tensors are the network's. A packed file has no others.</param>
    /// <param name="threads">As for <see cref="Load(string, int)"/>.</param>
    /// <inheritdoc cref="Load(string, int)" path="/exception"/>
    static abstract TSelf Load(ReadOnlyMemory<byte> weights, ResNetGen.Weights.WeightOptions options, int threads = 1);

    /// <inheritdoc cref="IImageModel.Fork"/>
    new TSelf Fork();

    IImageModel IImageModel.Fork() => Fork();
}
