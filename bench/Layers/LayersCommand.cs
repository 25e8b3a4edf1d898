using System.CommandLine;

namespace ResNetGen.Bench.Layers;

/// <summary><c>layers MODEL</c>: where the time of a network goes.</summary>
internal static class LayersCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model")
        {
            HelpName = "MODEL",
            Description = $"The network: {string.Join(", ", Networks.Names)}.",
        };
        Option<int> batch = Options.Positive("--batch", "Images of one run.", 1);
        Option<int> threads = Options.Positive("--threads", "Threads of one run.", 1);
        Option<double> seconds = Options.Seconds(5);
        model.AcceptOnlyFromAmong(Networks.Names);

        Command command = new(
            "layers",
            "Prints the time of each layer in whole runs (lower quartile), against the FMA peak of the same run."
        )
        {
            model,
            batch,
            threads,
            seconds,
        };
        command.SetAction(result =>
        {
            string name = result.GetRequiredValue(model);
            int images = result.GetValue(batch);
            if (Networks.Find(name, images) is not { } network)
            {
                Console.Error.WriteLine(
                    $"No {name} is laid out for {images} images: declare one with Batch = {images} in bench/Networks.cs."
                );
                return 1;
            }

            LayerTable.Print(network, images, result.GetValue(threads), TimeSpan.FromSeconds(result.GetValue(seconds)));
            return 0;
        });
        return command;
    }
}
