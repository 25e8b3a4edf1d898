using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Cli.Pictures;
using ResNetGen.Imaging;
using ResNetGen.Transfer;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen explain</c>.</summary>
internal sealed class ExplainCommand
{
    private const int LongestSide = 1024;
    private const int MostNamed = 12;

    private static string Notes =>
        $$"""
            It draws a class activation map (Zhou et al. 2016): the picture in grey, and in
            colour what each place adds to the class, from violet to light yellow. What is
            outside of the network's view is dark. The drawing has the size of the picture,
            and up to {{LongestSide}} pixels on its longer side.

            The map is exact: the mean of it is the class's logit without its bias. The
            parts of that are written too.

            {{ClassifierOptions.Notes}}

            {{ModelOptions.PresetNotes}}

            Examples:
              resnetgen explain shoe.png -o heat.png
              resnetgen explain garden.jpg -o heat.png --weights flowers.safetensors
              resnetgen explain garden.jpg -o rose.png --weights flowers.safetensors \
                --class rose
            """;

    private readonly Argument<string> _image = new("IMAGE")
    {
        Description = "The picture: a PNG, JPEG or BMP file.",
        HelpName = "IMAGE",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The PNG file to write. Another PNG file is replaced.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _class = new("--class")
    {
        Description = "The label of a class, or its number from 0. Default: the most probable one.",
        HelpName = "LABEL",
    };

    private readonly ModelOptions _network = new(FashionModel.DefaultName);
    private readonly ClassifierOptions _classifier;

    private ExplainCommand() => _classifier = new(_network);

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        ExplainCommand definition = new();
        definition._image.NamesFile();
        definition._output.NamesFile();
        Command command = new NotedCommand("explain", "Shows where in a picture a class is seen.", Notes)
        {
            definition._image,
            definition._output,
            definition._class,
        };
        definition._classifier.AddTo(command);
        definition._network.AddTo(command);
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        string image = parsed.GetRequiredValue(_image),
            output = parsed.GetRequiredValue(_output);
        ClassifierChoice choice = _classifier.Choose(parsed);
        NewFile file = new(output, NewFile.Png, image);
        Picture picture;
        try
        {
            picture = choice.Preprocessing.Load(image, cancellationToken: stop);
        }
        catch (PictureException unreadable)
        {
            terminal.Report(unreadable.Message);
            return ExitCode.PictureFailed;
        }

        picture = choice.Preprocessing.TurnUpright ? picture.ToUpright() : picture;
        using Forks forks = _classifier.Load(parsed, choice, pictures: 1, terminal);
        LinearClassifier classifier =
            choice.Head ?? OwnClassifier.Read(choice.Model, parsed.GetValue(_network.Weights));

        float[] input = choice.Preprocessing.Apply(picture);
        FeatureMapInfo map = ClassActivationMap.MapOf(choice.Model.Info);
        float[] features = new float[map.Length];
        forks.Model.FeatureMap(input, map, features);

        // What the network itself would do: it pools the map, and its layer follows.
        int places = map.Height * map.Width;
        float[] pooled =
        [
            .. Enumerable
                .Range(0, map.Channels)
                .Select(channel => TensorPrimitives.Average<float>(features.AsSpan(channel * places, places))),
        ];
        float[] logits = new float[choice.Classes];
        classifier.Score(pooled, logits);
        if (!TensorPrimitives.IsFiniteAll<float>(logits))
        {
            terminal.Report($"{image}: the weights give no finite result.");
            return ExitCode.PictureFailed;
        }

        int label = ChooseClass(parsed.GetValue(_class), choice, logits);
        float[] parts = ClassActivationMap.Compute(map, features, classifier, label);
        double scale = Math.Min(1, (double)LongestSide / Math.Max(picture.Width, picture.Height));
        int width = Math.Max((int)Math.Round(picture.Width * scale), 1),
            height = Math.Max((int)Math.Round(picture.Height * scale), 1);
        float[] heat = ClassActivationMap.OnPicture(
            map,
            parts,
            choice.Preprocessing,
            (picture.Width, picture.Height),
            (width, height)
        );
        file.Complete(HeatPicture.Draw(picture.Resize(width, height, ResizeFilter.Bilinear), heat));
        Tell(terminal, image, choice, label, logits, parts, classifier.Bias.Span[label]);
        return ExitCode.Success;
    }

    private static int ChooseClass(string? asked, ClassifierChoice choice, float[] logits)
    {
        if (asked is null)
        {
            return TensorPrimitives.IndexOfMax<float>(logits);
        }

        IReadOnlyList<string> labels = choice.Labels ?? [];
        int[] found = Find(StringComparison.Ordinal);
        found = found.Length > 0 ? found : Find(StringComparison.OrdinalIgnoreCase);
        return found switch
        {
            [int one] => one,
            [_, ..] => throw CommandFailure.Usage(
                $"--class {asked}: several classes are called so, {string.Join(", ", found)}. Name one by its number."
            ),
            _ when int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    && number < logits.Length => number,
            _ => throw CommandFailure.Usage(
                $"--class {asked}: there is no such class. {Advise(asked, labels, logits.Length)}"
            ),
        };

        int[] Find(StringComparison comparison) =>
            [.. Enumerable.Range(0, labels.Count).Where(index => labels[index].Equals(asked, comparison))];
    }

    private static string Advise(string asked, IReadOnlyList<string> labels, int classes) =>
        labels.Count switch
        {
            0 => $"Classes have numbers, from 0 to {classes - 1}; --labels gives them names.",
            <= MostNamed => $"They are {string.Join(", ", labels)}.",
            _ => $"The nearest: {string.Join(", ", NearestNames.To(asked, labels))}.",
        };

    private static void Tell(
        Terminal terminal,
        string image,
        ClassifierChoice choice,
        int label,
        float[] logits,
        float[] parts,
        float bias
    )
    {
        ClassProbability[] classes = new ClassProbability[logits.Length];
        ClassProbability.FromLogits(logits, classes);
        float probability = classes.Single(one => one.Class == label).Probability;
        string name = choice.Labels?[label] ?? label.ToString(CultureInfo.InvariantCulture);
        terminal.Out.WriteLine($"{Printable.Field(image)}: {Printable.Field(name)}, {Quantity.Percent(probability)}");
        terminal.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Logit {logits[label]:F2} = {parts.Sum(part => Math.Max(part, 0)) / parts.Length:F2} from places for it, "
                    + $"{parts.Sum(part => Math.Min(part, 0)) / parts.Length:F2} from places against it, {bias:F2} from its bias"
            )
        );
    }
}
