using System.Globalization;
using ResNetGen;
using ResNetGen.Imaging;
using ResNetGen.Weights;
using Samples.Console;

const int Top = 3;

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: Classify WEIGHTS PICTURE...");
    return 2;
}

try
{
    using FashionClassifier model = FashionClassifier.Load(args[0]);
    foreach (string path in args[1..])
    {
        float[] image = Preprocessing.FashionMnist.Apply(Picture.Load(path));
        Console.WriteLine(path);
        foreach ((int index, float probability) in model.Classify(image, Top))
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {probability, 7:P1}  {FashionClassifier.Labels[index]}")
            );
        }
    }

    return 0;
}
catch (Exception unusable) when (unusable is WeightException or PictureException)
{
    // The message names the file, what is wrong with it and what to do.
    Console.Error.WriteLine(unusable.Message);
    return 1;
}
