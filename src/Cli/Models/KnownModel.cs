using ResNetGen.Cli.Pictures;

namespace ResNetGen.Cli.Models;

/// <summary>A network that the command line knows by name.</summary>
internal abstract class KnownModel
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>Its shapes, sizes and layers.</summary>
    public abstract ModelInfo Info { get; }

    /// <summary>Whether its weights are in the program.</summary>
    public abstract bool Embedded { get; }

    /// <summary>How pictures are prepared for it when the user does not say.</summary>
    public abstract Preset Preset { get; }

    /// <summary>What its classes are called; <see langword="null"/> when only their numbers are known.</summary>
    public abstract IReadOnlyList<string>? Labels { get; }

    /// <summary>Its own weights as a safetensors file, where its classifier is asked for; empty where there are
    /// none.</summary>
    public virtual ReadOnlyMemory<byte> OwnWeights => default;

    /// <summary>Loads it.</summary>
    /// <param name="weights">A safetensors file, or <see langword="null"/> for its own weights.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <exception cref="CommandFailure">It has no weights of its own.</exception>
    public abstract IImageModel Load(string? weights, int threads);

    /// <summary>Loads it with other weights.</summary>
    /// <param name="safetensors">The bytes of a safetensors file.</param>
    /// <param name="threads">Threads of one run.</param>
    public abstract IImageModel Load(ReadOnlyMemory<byte> safetensors, int threads);
}
