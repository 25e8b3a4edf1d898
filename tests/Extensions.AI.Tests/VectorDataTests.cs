using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using ResNetGen.Extensions.AI.Tests.Support;
using ResNetGen.Imaging;

namespace ResNetGen.Extensions.AI.Tests;

/// <summary>The generator among those who take one: containers of services, and vector stores.</summary>
public class VectorDataTests
{
    [Fact]
    public async Task ServicesTakeAndDisposeOfIt()
    {
        OneByOne model = OneByOne.Load(Garments.Weights);
        ServiceCollection services = [];
        services.AddEmbeddingGenerator(_ => model.AsIEmbeddingGenerator(Preprocessing.FashionMnist));
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            IEmbeddingGenerator<Picture, Embedding<float>> generator = provider.GetRequiredService<
                IEmbeddingGenerator<Picture, Embedding<float>>
            >();
            ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync(Garments.Pictures[0]);
            Assert.Equal(Garments.Features[0], vector.ToArray());
        }

        Assert.Throws<ObjectDisposedException>(() => model.Fork());
    }

    [Fact]
    public async Task StoresEmbedThePicturesOfRecords()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = OneByOne
            .Load(Garments.Weights)
            .AsIEmbeddingGenerator(Preprocessing.FashionMnist);
        VectorStoreCollectionDefinition definition = new()
        {
            EmbeddingGenerator = generator,
            Properties =
            [
                new VectorStoreKeyProperty("Path", typeof(string)),
                new VectorStoreVectorProperty<Picture>("Photograph", 64)
                {
                    DistanceFunction = DistanceFunction.CosineSimilarity,
                },
            ],
        };
        VectorPropertyModel property = new Connector()
            .Build(typeof(PictureRecord), typeof(string), definition, null)
            .VectorProperty;
        await IsEmbedded(property, Garments.Pictures[0]);
    }

    [Fact]
    public async Task StoresEmbedTheFilesOfRecordsWithoutADefinition()
    {
        using IEmbeddingGenerator<Picture, Embedding<float>> generator = OneByOne
            .Load(Garments.Weights)
            .AsIEmbeddingGenerator(Preprocessing.FashionMnist);
        VectorPropertyModel property = new Connector()
            .Build(typeof(FileRecord), typeof(string), null, generator)
            .VectorProperty;
        await IsEmbedded(property, new DataContent(File.ReadAllBytes(Garments.Files[0]), "image/png"));
    }

    private static async Task IsEmbedded(VectorPropertyModel property, object picture)
    {
        Assert.Equal(typeof(Embedding<float>), property.EmbeddingType);
        Embedding<float> one = (Embedding<float>)(await property.GenerateEmbeddingAsync(picture, default))!;
        Assert.Equal(Garments.Features[0], one.Vector.ToArray());
        IReadOnlyList<Embedding> two = await property.GenerateEmbeddingsAsync([picture, picture], default);
        Assert.All(two, found => Assert.Equal(Garments.Features[0], ((Embedding<float>)found).Vector.ToArray()));
    }

    /// <summary>What a connector of a store makes of records: vectors of single precision.</summary>
    private sealed class Connector()
        : CollectionModelBuilder(new() { SupportsMultipleVectors = true, RequiresAtLeastOneVector = true })
    {
        protected override bool IsDataPropertyTypeValid(Type type, out string supportedTypes)
        {
            supportedTypes = "string";
            return type == typeof(string);
        }

        protected override bool IsVectorPropertyTypeValid(Type type, out string supportedTypes)
        {
            supportedTypes = "Embedding<float>";
            return type == typeof(Embedding<float>);
        }
    }

    private sealed class PictureRecord
    {
        public string Path { get; set; } = "";

        public Picture? Photograph { get; set; }
    }

    private sealed class FileRecord
    {
        [VectorStoreKey]
        public string Path { get; set; } = "";

        [VectorStoreVector(64, DistanceFunction = DistanceFunction.CosineSimilarity)]
        public DataContent? Photograph { get; set; }
    }
}
