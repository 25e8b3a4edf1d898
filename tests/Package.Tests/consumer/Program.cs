using System.Runtime.InteropServices;
using Consumer;
using ResNetGen;
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

// Kernels run beside collections, which know nothing of them where they are linked. A hash tells the bits of the logits.
// A pause lets the kernels go on: a thread that collects without end lets no other run.
int first = Hash(logits);
Task collections = Task.Run(() =>
{
    for (int i = 0; i < 100; i++)
    {
        GC.Collect(0);
        Thread.Sleep(1);
    }
});
do
{
    model.Forward(Preprocessing.FashionMnist.Apply(Picture.Load(args[1])), logits);
    if (Hash(logits) != first)
    {
        Console.WriteLine("other bits beside collections");
    }
} while (!collections.IsCompleted);

Console.Error.WriteLine($"{(int)ModelInfo.Vectors} {first:x8}");

static int Hash(float[] values)
{
    uint hash = 0;
    foreach (float value in values)
    {
        hash = (hash * 16777619) ^ BitConverter.SingleToUInt32Bits(value);
    }

    return (int)hash;
}
