using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using ResNetGen.Imaging;

namespace ResNetGen.Extensions.AI;

/// <summary>What <see cref="ImageModelExtensions.AsIEmbeddingGenerator"/> makes, and says of it.</summary>
internal sealed class PictureEmbeddingGenerator<TModel>(
    ModelPool<TModel> pool,
    Preprocessing preprocessing,
    bool normalise,
    string modelId
) : IEmbeddingGenerator<Picture, Embedding<float>>, IEmbeddingGenerator<DataContent, Embedding<float>>
    where TModel : class, IImageModel<TModel>
{
    private static readonly ModelInfo Network = TModel.Network;

    private readonly EmbeddingGeneratorMetadata _metadata = new(
        "resnetgen",
        providerUri: null,
        modelId,
        Network.EmbeddingLength
    );

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<Picture> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GenerateAsync(values, (picture, _, _) => picture, options, cancellationToken);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        GenerateAsync(
            values,
            (file, name, token) => preprocessing.Decode(file.Data.Span, file.Name ?? name, cancellationToken: token),
            options,
            cancellationToken
        );

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(pool) ? pool
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose() => pool.Dispose();

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync<T>(
        IEnumerable<T> values,
        Func<T, string, CancellationToken, Picture> open,
        EmbeddingGenerationOptions? options,
        CancellationToken cancellationToken
    )
        where T : class
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckThatItHas(options?.Dimensions, Network.EmbeddingLength, nameof(EmbeddingGenerationOptions.Dimensions));
        CheckThatItHas(options?.ModelId, modelId, nameof(EmbeddingGenerationOptions.ModelId));
        DateTimeOffset now = DateTimeOffset.UtcNow;

        // Both fill as the shares are taken, by one thread at a time.
        List<Embedding<float>[]> shares = [];
        int count = 0;
        await Parallel
            .ForEachAsync(
                Shares(),
                new ParallelOptions { MaxDegreeOfParallelism = pool.Size, CancellationToken = cancellationToken },
                EmbedAsync
            )
            .ConfigureAwait(false);
        return new GeneratedEmbeddings<Embedding<float>>(shares.SelectMany(share => share));

        IEnumerable<(T[] Pictures, int First, Embedding<float>[] Embeddings)> Shares()
        {
            // A run takes a batch. A short list is cut so that each fork has some of it.
            int size = values.TryGetNonEnumeratedCount(out int all)
                ? Math.Clamp((int)Math.Ceiling((double)all / pool.Size), 1, Network.Batch)
                : Network.Batch;
            foreach (T[] pictures in values.Chunk(size))
            {
                shares.Add(new Embedding<float>[pictures.Length]);
                yield return (pictures, count, shares[^1]);
                count += pictures.Length;
            }
        }

        async ValueTask EmbedAsync(
            (T[] Pictures, int First, Embedding<float>[] Embeddings) share,
            CancellationToken token
        )
        {
            int length = share.Pictures.Length * Network.InputLength;
            float[] images = ArrayPool<float>.Shared.Rent(length);
            float[] features = new float[share.Pictures.Length * Network.EmbeddingLength];
            try
            {
                for (int i = 0; i < share.Pictures.Length; i++)
                {
                    string name = $"{nameof(values)}[{share.First + i}]";
                    T value = share.Pictures[i] ?? throw new ArgumentException($"{name} is null.", nameof(values));
                    preprocessing.Apply(
                        open(value, name, token),
                        images.AsSpan(i * Network.InputLength, Network.InputLength)
                    );
                }

                using ModelLease<TModel> lease = await pool.RentAsync(token).ConfigureAwait(false);
                lease.Model.Embed(images.AsSpan(0, length), features);
            }
            finally
            {
                ArrayPool<float>.Shared.Return(images);
            }

            for (int i = 0; i < share.Embeddings.Length; i++)
            {
                float[] vector = features[(i * Network.EmbeddingLength)..((i + 1) * Network.EmbeddingLength)];
                float norm = normalise ? TensorPrimitives.Norm(vector) : 0;
                if (norm > 0)
                {
                    TensorPrimitives.Divide(vector, norm, vector);
                }

                share.Embeddings[i] = new Embedding<float>(vector) { CreatedAt = now, ModelId = modelId };
            }
        }
    }

    private static void CheckThatItHas<T>(T? asked, T has, string name)
    {
        if (asked is not null && !asked.Equals(has))
        {
            throw new ArgumentException(
                $"{name} {asked} is asked for, but {Network.Name} has {has}: leave {name} unset, or use another network.",
                "options"
            );
        }
    }
}
