using Microsoft.Extensions.AI;
using ResNetGen.Imaging;

namespace ResNetGen.Extensions.AI;

/// <summary>Networks as generators of embeddings.</summary>
public static class ImageModelExtensions
{
    /// <summary>
    /// Makes a generator of the network's features: an embedding of <see cref="ModelInfo.EmbeddingLength"/> values for
    /// each picture, those of <see cref="IImageModel.Embed"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Any thread may call it. The pictures of one call are shared by several forks, and their embeddings come in the
    /// order of the pictures. The pictures are asked for one by one, when a fork is free: a sequence may decode them on
    /// its way. One that cannot be prepared ends the call with its error.
    /// </para>
    /// <para>
    /// It is an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for <see cref="DataContent"/> too, the bytes of a
    /// PNG, JPEG or BMP file: cast it, or ask <see cref="IEmbeddingGenerator.GetService"/> for that type. Vector stores
    /// take it for both.
    /// </para>
    /// <para>
    /// <see cref="EmbeddingGenerationOptions.Dimensions"/> and <see cref="EmbeddingGenerationOptions.ModelId"/> other
    /// than the network's are an <see cref="ArgumentException"/>: it has no others.
    /// </para>
    /// </remarks>
    /// <typeparam name="TModel">The class with the <see cref="ResNetAttribute"/>.</typeparam>
    /// <param name="model">The network. The generator has it from now on, and disposes of it.</param>
    /// <param name="preprocessing">How the network's weights want pictures to be prepared.</param>
    /// <param name="normalise">Whether each embedding is divided by its length (L2), so that the dot product of two is
    /// their cosine. One of zeros stays as it is.</param>
    /// <param name="concurrency">The most forks that run at once, each with a workspace of its own
    /// (<see cref="ModelInfo.WorkspaceBytes"/>); null for as many as the process has processors for the model's
    /// <see cref="IImageModel.Threads"/>.</param>
    /// <param name="modelId">What embeddings say they are from; null for the name of the class. Weights of another
    /// training deserve another name: their embeddings cannot be compared.</param>
    /// <exception cref="ArgumentException"><paramref name="preprocessing"/> is for inputs of another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is less than 1.</exception>
    public static IEmbeddingGenerator<Picture, Embedding<float>> AsIEmbeddingGenerator<TModel>(
        this TModel model,
        Preprocessing preprocessing,
        bool normalise = false,
        int? concurrency = null,
        string? modelId = null
    )
        where TModel : class, IImageModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ModelInfo network = TModel.Network;
        (int, int, int) expected = (network.InputChannels, network.InputHeight, network.InputWidth);
        if ((preprocessing.Channels, preprocessing.CropHeight, preprocessing.CropWidth) != expected)
        {
            throw new ArgumentException(
                $"The preprocessing gives {preprocessing.Channels} x {preprocessing.CropHeight} x {preprocessing.CropWidth} values, "
                    + $"but {network.Name} takes {network.InputChannels} x {network.InputHeight} x {network.InputWidth}. "
                    + $"Adapt it with ForInput({network.InputHeight}, {network.InputWidth}) and Channels, Mean and StandardDeviation.",
                nameof(preprocessing)
            );
        }

        int size = concurrency ?? Math.Max(1, Environment.ProcessorCount / model.Threads);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(concurrency));
        return new PictureEmbeddingGenerator<TModel>(
            new ModelPool<TModel>(model, size),
            preprocessing,
            normalise,
            modelId ?? network.Name
        );
    }
}
