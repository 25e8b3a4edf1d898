using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using ResNetGen.Cli.Bench;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary><c>resnetgen bench</c>.</summary>
internal sealed class BenchCommand
{
    private const int DefaultBatch = 1;

    // What a declaration may say.
    private const int MostBatch = 1_024;

    private const double DefaultSeconds = 5;

    // All times are kept.
    private const int MostSeconds = 600;

    private const string Notes = """
        Without --weights a network that has none of its own runs on made-up ones: the
        same each time, and of a scale at which processors are as fast as with trained
        ones. Only the results would be nonsense, and they are thrown away. Behind ReLU
        half of the values are zero with them, and 30 % where a shortcut is added
        before; trained networks mostly have more zeros, and so are faster.

        Latency is of whole runs, after some to warm up; percentiles are of the
        nearest rank. Throughput and GFLOP/s are of the mean run; a multiply-add
        counts two. The FMA peak is the most that fused multiply-adds in registers
        reach on one core (before, among and after the runs: the best), times the
        threads. Where two processors share a core, both together cannot reach it.

        With --layers, --svg or --json every second run times its layers and does not
        count as a whole one. A layer's GFLOP/s are of its best time and count the
        multiply-adds of the definition: Winograd's algorithms do fewer, and so does
        skipping zeros, so they may pass the peak.

        --json is an object of
          "model", "declaration", "weights": { "source", "file" }, "batch", "threads",
          "machine": { "processor", "processors", "vectorBits", "operatingSystem",
            "runtime", "nativeAot", "date" },
          "warmUpRuns", "runs", "imagesPerSecond",
          "milliseconds": { "min", "median", "p90", "p95", "p99" },
          "multiplyAdds", "gigaflops", "peakGigaflops", "percentOfPeak",
          "layers": [ { "name", "kind", "kernel", "stride", "groups",
            "output": { "channels", "height", "width" }, "algorithm",
            "multiplyAdds", "bestMilliseconds", "medianMilliseconds",
            "gigaflops", "percentOfPeak" } ]
          "source" is "file", "embedded" or "madeUp"; "multiplyAdds" are for one image;
          "gigaflops" and "peakGigaflops" are GFLOP/s, and missing for a layer without
          multiply-adds.

        Examples:
          resnetgen bench resnet50 --threads 1
          resnetgen bench resnet18 --layers --svg resnet18.svg
          resnetgen bench resnet18 --json > resnet18.json
        """;

    private readonly Argument<string> _model = new("MODEL")
    {
        Description = "Its name, as 'resnetgen list' has it.",
        HelpName = "MODEL",
    };

    private readonly Option<string?> _weights = new("--weights")
    {
        Description =
            "Its weights: a safetensors or packed file, or another one that 'import' reads. Default: its own, or made-up ones.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _batch = new("--batch")
    {
        Description = "Images of one run: as many as the network was declared for, or fewer.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultBatch,
        CustomParser = result => Numbers.Whole(result, MostBatch),
    };

    private readonly Option<int?> _threads = ThreadsOption.Create();

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "How long to measure.",
        HelpName = "S",
        DefaultValueFactory = _ => DefaultSeconds,
        CustomParser = result => Numbers.Positive(result, MostSeconds),
    };

    private readonly Option<bool> _layers = new("--layers") { Description = "Show each layer too." };

    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "Draw the layers into an SVG file: time and speed of each, against the FMA peak.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = JsonOption.Create("Write a JSON document, with the layers.");

    public static Command Create(Terminal terminal, CancellationToken stop)
    {
        BenchCommand definition = new();
        definition._model.CompletionSources.Add(_ => KnownModels.Names.Select(name => new CompletionItem(name)));
        definition._weights.NamesFile();
        definition._svg.NamesFile();
        Command command = new NotedCommand("bench", "Measures how fast a model runs.", Notes)
        {
            definition._model,
            definition._weights,
            definition._batch,
            definition._threads,
            definition._seconds,
            definition._layers,
            definition._json,
            definition._svg,
        };
        command.SetAction(parsed => definition.Run(parsed, terminal, stop));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        KnownModel model = KnownModels.Get(parsed.GetRequiredValue(_model));
        int batch = ChooseBatch(parsed, model);
        NewFile? svg = parsed.GetValue(_svg) is { } path ? new NewFile(path, NewFile.Svg) : null;
        BenchResult result = Measure(parsed, model, batch, terminal, stop);
        svg?.Complete(LayerChart.Of(result));
        if (parsed.GetValue(_json))
        {
            terminal.Out.WriteLine(
                JsonSerializer.Serialize(BenchDocument.Of(result), DocumentJson.Default.BenchDocument)
            );
        }
        else
        {
            BenchText.Write(terminal, result, parsed.GetValue(_layers));
        }

        return ExitCode.Success;
    }

    private BenchResult Measure(
        ParseResult parsed,
        KnownModel model,
        int batch,
        Terminal terminal,
        CancellationToken stop
    )
    {
        int? threads = parsed.GetValue(_threads);
        BenchWeights weights = BenchWeights.Choose(model, parsed.GetValue(_weights));
        using IImageModel network = weights.Load(model, ThreadsOption.Choose(threads, model.Info));
        ThreadsOption.Tell(threads, network.Threads, terminal);
        bool profiles = parsed.GetValue(_layers) || parsed.GetValue(_json) || parsed.GetValue(_svg) is not null;
        RunMeter meter = new(network, batch, profiles);
        TimeSpan duration = TimeSpan.FromSeconds(parsed.GetValue(_seconds));
        Measurement measured = MeasuringBar.Show(terminal, duration, passed => meter.Measure(duration, passed, stop));
        return new BenchResult(
            model.Name,
            model.Info,
            weights,
            batch,
            network.Threads,
            MachineFacts.Collect(),
            measured
        );
    }

    private int ChooseBatch(ParseResult parsed, KnownModel model)
    {
        int batch = parsed.GetValue(_batch) ?? DefaultBatch;
        if (batch <= model.Info.Batch)
        {
            return batch;
        }

        string declaration = model.Info.Declaration;
        throw CommandFailure.Usage(
            $"""
            --batch {batch}: {model.Name} takes {Quantity.Counted(
                model.Info.Batch,
                "image"
            )} a run. More are declared in code:
              {declaration.Replace(")]", $", Batch = {batch})]", StringComparison.Ordinal)}
              public sealed partial class MyNetwork;
            """
        );
    }
}
