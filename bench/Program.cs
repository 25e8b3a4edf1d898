using ResNetGen.Bench.Layers;
using ResNetGen.Zoo;

int images = args.Length > 1 ? int.Parse(args[1]) : 1;
int threads = args.Length > 2 ? int.Parse(args[2]) : 1;
double seconds = args.Length > 3 ? double.Parse(args[3]) : 5;
switch (args[0])
{
    case "resnet18": LayerTable.Print<ResNet18>(images, threads, seconds); break;
    case "resnet50": LayerTable.Print<ResNet50>(images, threads, seconds); break;
    default: Console.Error.WriteLine("resnet18 or resnet50"); break;
}
