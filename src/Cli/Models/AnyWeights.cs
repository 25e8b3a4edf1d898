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
        ModelInfo info = model.Info;
        ImportedNetwork network = ImportedNetwork.Recognise(
            checkpoint,
            new() { InputHeight = info.InputHeight, InputWidth = info.InputWidth }
        );
        if (!network.Computes(info))
        {
            if (checkpoint.Format == CheckpointFormat.Safetensors)
            {
                return null;
            }

            throw CommandFailure.CannotStart(
                $"{checkpoint.Name}: its network is {network.Declaration}, and {model.Name} is {info.Declaration}. "
                    + "Name another one with --model, or make a class of it with 'resnetgen import'."
            );
        }

        MemoryStream stream = new();
        network.WriteSafetensors(stream);
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }
}
