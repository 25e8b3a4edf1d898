using ResNetGen.Import;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Models;

/// <summary>Weights of a known network in whatever format <c>import</c> reads.</summary>
internal static class AnyWeights
{
    /// <summary>Loads a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="weights">A file, or <see langword="null"/> for the network's own weights.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <exception cref="CommandFailure">The file has another network, or the network has no weights of its
    /// own.</exception>
    /// <exception cref="WeightException">The file cannot be used.</exception>
    public static IImageModel Load(KnownModel model, string? weights, int threads)
    {
        try
        {
            return model.Load(weights, threads);
        }
        catch (WeightException) when (weights is not null)
        {
            if (Convert(model, weights) is not { } converted)
            {
                throw;
            }

            return Load(model, weights, converted, threads);
        }
    }

    // Its names and types are as they should be; a value may not.
    private static IImageModel Load(KnownModel model, string weights, ReadOnlyMemory<byte> converted, int threads)
    {
        try
        {
            return model.Load(converted, threads);
        }
        catch (WeightException unusable)
        {
            throw CommandFailure.CannotStart($"{weights}: {unusable.Message}");
        }
    }

    /// <summary>Tensors of a network under torchvision's names.</summary>
    /// <param name="model">The network.</param>
    /// <param name="weights">A file that <c>import</c> reads, or <see langword="null"/> for the network's own
    /// weights.</param>
    /// <exception cref="WeightException">The file cannot be read, or has no network.</exception>
    public static SafetensorsFile Open(KnownModel model, string? weights)
    {
        using Checkpoint checkpoint = weights is null
            ? Checkpoint.Open(model.Name, model.OwnWeights)
            : Checkpoint.Open(weights);
        return SafetensorsFile.FromBytes(Canonical(Recognise(model, checkpoint)), checkpoint.Name);
    }

    /// <summary>Safetensors of the file's network; <see langword="null"/> where Load has said what is wrong.</summary>
    private static ReadOnlyMemory<byte>? Convert(KnownModel model, string weights)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(weights);
            return Convert(model, checkpoint);
        }
        catch (WeightException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? Convert(KnownModel model, Checkpoint checkpoint)
    {
        ImportedNetwork network = Recognise(model, checkpoint);
        if (network.Computes(model.Info))
        {
            return Canonical(network);
        }

        if (checkpoint.Format == CheckpointFormat.Safetensors)
        {
            return null;
        }

        throw CommandFailure.CannotStart(
            $"{checkpoint.Name}: its network is {network.Declaration}, and {model.Name} is {model.Info.Declaration}. "
                + "Name another one with --model, or make a class of it with 'resnetgen import'."
        );
    }

    private static ImportedNetwork Recognise(KnownModel model, Checkpoint checkpoint) =>
        ImportedNetwork.Recognise(
            checkpoint,
            new() { InputHeight = model.Info.InputHeight, InputWidth = model.Info.InputWidth }
        );

    private static ReadOnlyMemory<byte> Canonical(ImportedNetwork network)
    {
        MemoryStream stream = new();
        network.WriteSafetensors(stream);
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }
}
