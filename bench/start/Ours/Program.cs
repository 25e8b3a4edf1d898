using ResNetGen;
using ResNetGen.Bench.Start;

const int Threads = 2;

float[] logits = new float[Case.Classes];
using (IImageClassifier model = Load(args[0], args[1]))
{
    model.Forward(Case.Image(), logits);
}

Case.Print(logits, args.Contains("--all"));

static IImageClassifier Load(string network, string weights) =>
    (network, weights) switch
    {
#if EMBEDDED
        ("resnet18", "embedded") => ResNet18.LoadEmbedded(Threads),
        ("resnet50", "embedded") => ResNet50.LoadEmbedded(Threads),
#endif
        ("resnet18", _) => ResNet18.Load(weights, Threads),
        ("resnet50", _) => ResNet50.Load(weights, Threads),
        _ => throw new ArgumentException(network),
    };
