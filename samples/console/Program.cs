using System.Globalization;
using System.Numerics.Tensors;
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
        float[] probabilities = new float[FashionClassifier.Classes];
        model.Forward(image, probabilities);

        // Only differences count, and the exponential of a large logit overflows.
        TensorPrimitives.Subtract(probabilities, TensorPrimitives.Max<float>(probabilities), probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);

        Console.WriteLine(path);
        foreach (
            (int index, float probability) in probabilities.Index().OrderByDescending(guess => guess.Item).Take(Top)
        )
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
