using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Consumer;
using ResNetGen.Imaging;
using ResNetGen.Zoo;

using FashionClassifier model = FashionClassifier.Load(args[0]);
float[] logits = new float[FashionClassifier.Classes];
model.Forward(Preprocessing.FashionMnist.Apply(Picture.Load(args[1])), logits);

// So many digits as every vector width agrees in.
Console.WriteLine(string.Join(' ', logits.Select(logit => logit.ToString("F3"))));
Console.WriteLine(
    $"{Catalog.Networks.Count} networks, the first with {Catalog.Networks[0].Network.Parameters} parameters"
);

// The same weights, as the build embedded them.
using FashionClassifier embedded = FashionClassifier.LoadEmbedded();
float[] again = new float[FashionClassifier.Classes];
embedded.Forward(Preprocessing.FashionMnist.Apply(Picture.Load(args[1])), again);
Console.WriteLine(again.SequenceEqual(logits) ? "embedded: the same" : "embedded: others");

// The compiler does not know that this is never so on Linux: it must leave the function for the run.
if (RuntimeInformation.OSDescription.StartsWith("Darwin", StringComparison.Ordinal))
{
    Darwin.ReadSetting("hw.ncpu", 0, 0, 0, 0);
}

Console.Error.WriteLine(
    Vector512.IsHardwareAccelerated ? 512
    : Vector256.IsHardwareAccelerated ? 256
    : 128
);
