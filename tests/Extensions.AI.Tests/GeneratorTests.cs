using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using ResNetGen.Extensions.AI.Tests.Support;
using ResNetGen.Imaging;

namespace ResNetGen.Extensions.AI.Tests;

/// <summary>A network as a generator of embeddings.</summary>
public class GeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task EmbeddingsAreThoseOfTheNetworkInOrder(int concurrency)
    {
        await Check(OneByOne.Load(Garments.Weights));
        await Check(FourByFour.Load(Garments.Weights));

        async Task Check<TModel>(TModel model)
            where TModel : class, IImageModel<TModel>
        {
            float[][] expected = Garments.EmbedWith(model);
            using IEmbeddingGenerator<Picture, Embedding<float>> generator = model.AsIEmbeddingGenerator(
                Preprocessing.FashionMnist,
                concurrency: concurrency
            );
            IsExpected(await generator.GenerateAsync(Garments.Pictures), expected);

            // Of a sequence nobody knows the end.
            IsExpected(await generator.GenerateAsync(Garments.Pictures.Where(_ => true)), expected);
            IsExpected([await generator.GenerateAsync(Garments.Pictures[3])], [expected[3]]);
            Assert.Empty(await generator.GenerateAsync([]));
        }
    }

    [Fact]
    public async Task FilesAreEmbeddedAsTheirPictures()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make();
        IEmbeddingGenerator<DataContent, Embedding<float>> files = generator.GetRequiredService<
            IEmbeddingGenerator<DataContent, Embedding<float>>
        >();
        DataContent[] contents =
        [
            .. Garments.Files.Select(file => new DataContent(File.ReadAllBytes(file), "image/png")),
        ];
        IsExpected(await files.GenerateAsync(contents), Garments.Features);
    }

    // Black, and so transparent that it is the ground's white.
    [Fact]
    public async Task TransparentFilesAreOnTheGroundThatIsAskedFor()
    {
        Preprocessing onWhite = Preprocessing.FashionMnist with { Background = 255 };
        byte[] file = Imaging.Tests.PngWriter.Write(
            28,
            Imaging.Tests.PngWriter.GreyAlpha,
            depth: 8,
            [.. Enumerable.Repeat(new byte[2 * 28], 28)]
        );
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = OneByOne
            .Load(Garments.Weights)
            .AsIEmbeddingGenerator(onWhite);
        IEmbeddingGenerator<DataContent, Embedding<float>> files = generator.GetRequiredService<
            IEmbeddingGenerator<DataContent, Embedding<float>>
        >();

        Embedding<float> white = await generator.GenerateAsync(onWhite.Decode(file));
        Embedding<float> black = await generator.GenerateAsync(Picture.Decode(file));

        Assert.NotEqual(black.Vector.ToArray(), white.Vector.ToArray());
        IsExpected([await files.GenerateAsync(new DataContent(file, "image/png"))], [white.Vector.ToArray()]);
    }

    [Fact]
    public async Task AnyThreadMayCallIt()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make(concurrency: 2);
        GeneratedEmbeddings<Embedding<float>>[] all = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => generator.GenerateAsync(Garments.Pictures)))
        );
        Assert.All(all, embeddings => IsExpected(embeddings, Garments.Features));
    }

    [Fact]
    public async Task PicturesOfACallRunAtOnce()
    {
        using Barrier barrier = new(2);
        using Meeting model = new(barrier);
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = model.AsIEmbeddingGenerator(
            Preprocessing.FashionMnist,
            concurrency: 2
        );
        Assert.Equal(10, (await generator.GenerateAsync(Garments.Pictures)).Count);
        Assert.Equal(5, barrier.CurrentPhaseNumber);
    }

    [Fact]
    public async Task PicturesAreAskedForAsTheyAreNeeded()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make(concurrency: 2);
        ModelPool<OneByOne> pool = generator.GetRequiredService<ModelPool<OneByOne>>();
        ModelLease<OneByOne>[] leases = [pool.Rent(), pool.Rent()];
        using SemaphoreSlim asked = new(0);
        Task<GeneratedEmbeddings<Embedding<float>>> call = generator.GenerateAsync(Sequence());
        await asked.WaitAsync();
        await asked.WaitAsync();

        // Both wait for a fork, and nobody is there for the third.
        Assert.False(await asked.WaitAsync(TimeSpan.FromMilliseconds(100)));
        Assert.False(call.IsCompleted);
        Array.ForEach(leases, lease => lease.Dispose());
        IsExpected(await call, Garments.Features);

        IEnumerable<Picture> Sequence()
        {
            foreach (Picture picture in Garments.Pictures)
            {
                asked.Release();
                yield return picture;
            }
        }
    }

    [Fact]
    public async Task NormalisedEmbeddingsHaveTheLengthOne()
    {
        using OneByOne model = OneByOne.Load(Garments.Weights);
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = model.AsIEmbeddingGenerator(
            Preprocessing.FashionMnist,
            normalise: true
        );
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(Garments.Pictures);
        for (int i = 0; i < embeddings.Count; i++)
        {
            double length = Math.Sqrt(Garments.Features[i].Sum(value => (double)value * value));
            float[] found = embeddings[i].Vector.ToArray();
            Assert.All(found.Zip(Garments.Features[i]), pair => Assert.Equal(pair.Second / length, pair.First, 1e-6));
            Assert.Equal(
                TensorPrimitives.CosineSimilarity(Garments.Features[0], Garments.Features[i]),
                TensorPrimitives.Dot(embeddings[0].Vector.Span, found),
                1e-6f
            );
        }
    }

    [Fact]
    public async Task NothingIsDividedByALengthOfZero()
    {
        using Barrier barrier = new(1);
        using Meeting zeros = new(barrier);
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = zeros.AsIEmbeddingGenerator(
            Preprocessing.FashionMnist,
            normalise: true
        );
        Assert.Equal(new float[64], (await generator.GenerateAsync(Garments.Pictures[0])).Vector.ToArray());
    }

    [Fact]
    public async Task ItSaysWhatItIs()
    {
        using OneByOne model = OneByOne.Load(Garments.Weights);
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = model.AsIEmbeddingGenerator(
            Preprocessing.FashionMnist,
            modelId: "garments"
        );
        EmbeddingGeneratorMetadata metadata = generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        Assert.Equal(
            ("resnetgen", "garments", 64),
            (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions)
        );
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<Picture, Embedding<float>>>());
        Assert.Equal(
            Environment.ProcessorCount,
            Assert.IsType<ModelPool<OneByOne>>(generator.GetService<ModelPool<OneByOne>>()).Size
        );
        Assert.Null(generator.GetService<EmbeddingGeneratorMetadata>("key"));
        Assert.Null(generator.GetService<IChatClient>());

        DateTimeOffset before = DateTimeOffset.UtcNow;
        Embedding<float> embedding = await generator.GenerateAsync(Garments.Pictures[0]);
        Assert.Equal(("garments", 64), (embedding.ModelId, embedding.Dimensions));
        Assert.InRange(embedding.CreatedAt!.Value, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task OptionsThatItHasAreTaken()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make();
        EmbeddingGenerationOptions same = new() { Dimensions = 64, ModelId = typeof(OneByOne).FullName };
        IsExpected([await generator.GenerateAsync(Garments.Pictures[0], same)], [Garments.Features[0]]);
    }

    [Fact]
    public async Task OptionsThatItDoesNotHaveAreRefused()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make();
        Assert.StartsWith(
            "Dimensions 32 is asked for, but ResNetGen.Extensions.AI.Tests.Support.OneByOne has 64: leave Dimensions unset",
            await Refused(new() { Dimensions = 32 })
        );
        Assert.StartsWith("ModelId other is asked for, but ", await Refused(new() { ModelId = "other" }));

        async Task<string> Refused(EmbeddingGenerationOptions options) =>
            (
                await Assert.ThrowsAsync<ArgumentException>(
                    "options",
                    () => generator.GenerateAsync(Garments.Pictures, options)
                )
            ).Message;
    }

    [Fact]
    public async Task CancellationEndsACall()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            generator.GenerateAsync(Garments.Pictures, cancellationToken: new CancellationToken(true))
        );

        using CancellationTokenSource source = new();
        int asked = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            generator.GenerateAsync(Sequence(), cancellationToken: source.Token)
        );
        Assert.Equal(5, asked);

        IEnumerable<Picture> Sequence()
        {
            while (asked < 1000)
            {
                if (++asked == 5)
                {
                    source.Cancel();
                }

                yield return Garments.Pictures[0];
            }
        }
    }

    [Fact]
    public async Task CancellationEndsTheWaitForAFork()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make(concurrency: 1);
        using ModelLease<OneByOne> lease = generator.GetRequiredService<ModelPool<OneByOne>>().Rent();
        using CancellationTokenSource source = new();
        Task<GeneratedEmbeddings<Embedding<float>>> call = generator.GenerateAsync(
            Garments.Pictures,
            cancellationToken: source.Token
        );
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task DisposedGeneratorHasNoNetwork()
    {
        OneByOne model = OneByOne.Load(Garments.Weights);
        IEmbeddingGenerator<Picture, Embedding<float>> generator = model.AsIEmbeddingGenerator(
            Preprocessing.FashionMnist
        );
        generator.Dispose();
        generator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(Garments.Pictures));
        Assert.Throws<ObjectDisposedException>(() => model.Fork());
    }

    [Fact]
    public async Task WhatIsNoPictureIsNamed()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = Make();
        IEmbeddingGenerator<DataContent, Embedding<float>> files = generator.GetRequiredService<
            IEmbeddingGenerator<DataContent, Embedding<float>>
        >();
        DataContent good = new(File.ReadAllBytes(Garments.Files[0]), "image/png");
        DataContent bad = new("no picture"u8.ToArray(), "image/png");
        PictureException found = await Assert.ThrowsAsync<PictureException>(() => files.GenerateAsync([good, bad]));
        Assert.Equal("values[1]", found.PictureName);
        Assert.Contains("expected a PNG, JPEG or BMP picture", found.Message);
        bad.Name = "bag.png";
        found = await Assert.ThrowsAsync<PictureException>(() => files.GenerateAsync([good, bad]));
        Assert.Equal("bag.png", found.PictureName);
        ArgumentException nothing = await Assert.ThrowsAsync<ArgumentException>(
            "values",
            () => generator.GenerateAsync([Garments.Pictures[0], Garments.Pictures[1], null!])
        );
        Assert.StartsWith("values[2] is null.", nothing.Message);
        await Assert.ThrowsAsync<ArgumentNullException>("values", () => files.GenerateAsync(null!));

        // It is none the worse for it.
        IsExpected(await generator.GenerateAsync(Garments.Pictures), Garments.Features);
    }

    [Fact]
    public void PreprocessingForAnotherInputIsRefused()
    {
        using OneByOne model = OneByOne.Load(Garments.Weights);
        ArgumentException found = Assert.Throws<ArgumentException>(
            "preprocessing",
            () => model.AsIEmbeddingGenerator(Preprocessing.TorchvisionV1)
        );
        Assert.StartsWith(
            "The preprocessing gives 3 x 224 x 224 values, but ResNetGen.Extensions.AI.Tests.Support.OneByOne takes 1 x 28 x 28.",
            found.Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(
            "concurrency",
            () => model.AsIEmbeddingGenerator(Preprocessing.FashionMnist, concurrency: 0)
        );
    }

    private static IEmbeddingGenerator<Picture, Embedding<float>> Make(int? concurrency = null) =>
        OneByOne.Load(Garments.Weights).AsIEmbeddingGenerator(Preprocessing.FashionMnist, concurrency: concurrency);

    private static void IsExpected(IEnumerable<Embedding<float>> found, float[][] expected) =>
        Assert.Equal(expected, found.Select(embedding => embedding.Vector.ToArray()));
}
