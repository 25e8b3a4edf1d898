using System.Buffers;
using ResNetGen.Runtime;

namespace ResNetGen.Weights;

/// <summary>Weights of a network from a file of either format, told apart by its first bytes.</summary>
internal static class WeightSource
{
    /// <summary>From a file on disk.</summary>
    /// <exception cref="WeightException">It cannot be read, or is not this network's.</exception>
    public static SharedWeights Load(ModelInfo info, string path, VectorWidth width, WeightOptions? options = null) =>
        Load(info, path, MappedBytes.Open(path), PackedPlacement.Aligned, width, options);

    /// <summary>From bytes, which are taken over, also when this throws.</summary>
    /// <exception cref="WeightException">They are no weight file, or not this network's.</exception>
    public static SharedWeights Load(
        ModelInfo info,
        string name,
        ByteSource source,
        PackedPlacement placement,
        VectorWidth width,
        WeightOptions? options = null
    )
    {
        if (IsPacked(source))
        {
            return PackedFile.Read(name, source).Load(info, placement, width);
        }

        using SafetensorsFile file = SafetensorsFile.Read(name, source);
        AlignedMemory memory = WeightLoader.Load(info, file, width, options);
        return new SharedWeights(memory);
    }

    /// <summary>Opens a file that must be a packed one.</summary>
    /// <exception cref="WeightFileException">It cannot be read, or is none.</exception>
    public static PackedFile OpenPacked(string path)
    {
        MappedBytes source = MappedBytes.Open(path);
        if (IsPacked(source))
        {
            return PackedFile.Read(path, source);
        }

        source.Dispose();
        throw new WeightFileException(path, "this is no packed file", "Pack the weights: " + PackedFile.HowToPack);
    }

    private static unsafe bool IsPacked(ByteSource source)
    {
        using MemoryHandle pin = source.Pin();
        return PackedFormat.IsPacked(new(pin.Pointer, (int)Math.Min(source.Length, PackedFormat.PreludeBytes)));
    }
}
