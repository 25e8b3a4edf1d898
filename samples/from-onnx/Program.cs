using System.Globalization;
using System.Numerics.Tensors;
using ResNetGen.Imaging;
using Samples.FromOnnx;

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: FromOnnx PICTURE OTHER...");
    return 2;
}

try
{
    using ImageNet18 model = ImageNet18.LoadEmbedded();
    float[] first = Features(args[0]);
    foreach (string other in args[1..])
    {
        // The cosine of the angle between both: 1 for the same picture.
        float similarity = TensorPrimitives.CosineSimilarity(first, Features(other));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{similarity:0.000}  {other}"));
    }

    return 0;

    float[] Features(string path)
    {
        float[] features = new float[ImageNet18.EmbeddingLength];
        model.Embed(ImageNet18.Preprocessing.Apply(Picture.Load(path)), features);
        return features;
    }
}
catch (PictureException unusable)
{
    // The message names the file, what is wrong with it and what to do.
    Console.Error.WriteLine(unusable.Message);
    return 1;
}
