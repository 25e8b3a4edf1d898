using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using ResNetGen;
using ResNetGen.Imaging;

namespace Samples.MlNet;

/// <summary>What the mapping reads: the column with the path of a picture.</summary>
public sealed class PictureColumn
{
    /// <summary>PNG, JPEG or BMP.</summary>
    public string ImagePath { get; set; } = "";
}

/// <summary>What the mapping adds.</summary>
public sealed class FeatureColumn
{
    /// <summary>The features of the picture.</summary>
    [VectorType(ImageNet18.EmbeddingLength)]
    public float[] Features { get; set; } = [];
}

/// <summary>
/// A step of a pipeline from a picture's path to its features. A pipeline that is saved names it by its contract, and a
/// program that loads it registers this assembly.
/// </summary>
[CustomMappingFactoryAttribute(Contract)]
public sealed class ResNetFeatures : CustomMappingFactory<PictureColumn, FeatureColumn>
{
    private const string Contract = "ResNetGen.ImageNet18";

    // ML.NET may read rows on several threads, each with a fork of its own. The weights are in the program.
    private static readonly ModelPool<ImageNet18> Pool = new(ImageNet18.LoadEmbedded(), Environment.ProcessorCount);

    /// <summary>The step, for a pipeline.</summary>
    public static IEstimator<ITransformer> Estimator(MLContext context) =>
        context.Transforms.CustomMapping<PictureColumn, FeatureColumn>(Map, Contract);

    /// <inheritdoc/>
    public override Action<PictureColumn, FeatureColumn> GetMapping() => Map;

    private static void Map(PictureColumn picture, FeatureColumn features)
    {
        float[] image = ImageNet18.Preprocessing.Apply(Picture.Load(picture.ImagePath));
        float[] values = new float[ImageNet18.EmbeddingLength];
        using ModelLease<ImageNet18> lease = Pool.Rent();
        lease.Model.Embed(image, values);
        features.Features = values;
    }
}
