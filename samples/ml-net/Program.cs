using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ResNetGen.Imaging;
using Samples.MlNet;

const int Folds = 5;

// With a seed, a fit gives the same pipeline again.
MLContext context = new(seed: 1);
context.ComponentCatalog.RegisterAssembly(typeof(ResNetFeatures).Assembly);
try
{
    switch (args)
    {
        case ["train", string folder, string pipeline]:
            return Train(folder, pipeline);
        case ["classify", string pipeline, .. string[] pictures]:
            Classify(pipeline, pictures);
            return 0;
        case ["features", .. string[] pictures]:
            WriteFeatures(pictures);
            return 0;
        default:
            Console.Error.WriteLine(
                """
                Usage: MlNet train FOLDER PIPELINE.zip       (the folder has a folder of pictures for each class)
                       MlNet classify PIPELINE.zip PICTURE...
                       MlNet features PICTURE...
                """
            );
            return 2;
    }
}
catch (Exception error)
    when (error.GetBaseException() is PictureException or IOException or UnauthorizedAccessException)
{
    // ML.NET wraps what happens on its threads. The message names the file and what is wrong with it.
    Console.Error.WriteLine(error.GetBaseException().Message);
    return 1;
}

int Train(string folder, string pipeline)
{
    LabelledPicture[] files =
    [
        .. Directory
            .GetDirectories(folder)
            .SelectMany(Directory.GetFiles)
            .Order(StringComparer.Ordinal)
            .Select(path => new LabelledPicture
            {
                ImagePath = path,
                Label = Path.GetFileName(Path.GetDirectoryName(path)!),
            }),
    ];
    int least = files.GroupBy(file => file.Label).Select(one => one.Count()).DefaultIfEmpty().Min();
    if (files.All(file => file.Label == files[0].Label) || least < 2)
    {
        Console.Error.WriteLine(
            $"{folder}: expected a folder for each of two or more classes, with two or more pictures each."
        );
        return 1;
    }

    IDataView pictures = context.Data.LoadFromEnumerable(files);

    // The network runs once for each picture: what follows reads its features again and again.
    ITransformer network = ResNetFeatures.Estimator(context).Fit(pictures);
    IDataView features = context.Data.Cache(network.Transform(pictures));
    IEstimator<ITransformer> classifier = context
        .Transforms.Conversion.MapValueToKey("Label")
        .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l2Regularization: 0.1f))
        .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    double accuracy = context
        .MulticlassClassification.CrossValidate(features, classifier, Folds)
        .Average(fold => fold.Metrics.MicroAccuracy);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy by cross-validation: {accuracy:0.000}"));

    ITransformer trained = new TransformerChain<ITransformer>(network, classifier.Fit(features));
    context.Model.Save(trained, pictures.Schema, pipeline);
    return 0;
}

void Classify(string pipeline, string[] pictures)
{
    ITransformer trained = context.Model.Load(pipeline, out _);
    using PredictionEngine<LabelledPicture, Prediction> engine = context.Model.CreatePredictionEngine<
        LabelledPicture,
        Prediction
    >(trained);
    foreach (string path in pictures)
    {
        Prediction best = engine.Predict(new LabelledPicture { ImagePath = path });
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{best.Score.Max():0.000}  {best.PredictedLabel}  {path}")
        );
    }
}

void WriteFeatures(string[] pictures)
{
    IDataView paths = context.Data.LoadFromEnumerable(pictures.Select(path => new PictureColumn { ImagePath = path }));
    IDataView features = ResNetFeatures.Estimator(context).Fit(paths).Transform(paths);
    foreach (float[] values in features.GetColumn<float[]>(nameof(FeatureColumn.Features)))
    {
        Console.WriteLine(string.Join('\t', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
    }
}

/// <summary>A row of what is learned.</summary>
internal sealed class LabelledPicture
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

/// <summary>What the pipeline adds, and is read here.</summary>
internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
