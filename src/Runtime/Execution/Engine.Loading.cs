using System.Reflection;
using ResNetGen.Weights;

namespace ResNetGen.Runtime;

// From weights to an engine.
public sealed unsafe partial class Engine
{
    /// <summary>Loads weights from a file, safetensors or packed. A packed file is used where it is mapped.</summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    /// <param name="options">Which tensors of a safetensors file are the network's.</param>
    public static Engine Load(ModelInfo info, Walk walk, string path, int threads, WeightOptions? options = null)
    {
        CheckThreads(threads);
        VectorWidth width = VectorWidths.Widest;
        return Start(info, walk, WeightSource.Load(info, path, width, options), threads, width);
    }

    /// <summary>Loads weights from the bytes of a file, safetensors or packed.</summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="weights">The file's bytes. An array is copied; packed weights in other memory are used there if
    /// they are aligned to 64 bytes.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    /// <param name="options">Which tensors of a safetensors file are the network's.</param>
    public static Engine Load(
        ModelInfo info,
        Walk walk,
        ReadOnlyMemory<byte> weights,
        int threads,
        WeightOptions? options = null
    )
    {
        CheckThreads(threads);
        MemoryBytes source = new(weights);
        return Load(info, walk, source, "weights in memory", threads, PackedPlacement.Aligned, options);
    }

    /// <summary>
    /// Loads the weights that were packed into an assembly when it was built. F32 is used where it is.
    /// </summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    public static Engine LoadEmbedded(ModelInfo info, Walk walk, Assembly assembly, string resource, int threads)
    {
        CheckThreads(threads);
        EmbeddedWeights weights = new(assembly, resource);
        try
        {
            return Load(info, walk, weights.Open(), weights.Name, threads);
        }
        catch (WeightFileException exception)
        {
            throw weights.Explain(exception);
        }
    }

    /// <summary>
    /// Loads weights from a stream, from its position to its end, safetensors or packed. Packed weights in an embedded
    /// resource are used there.
    /// </summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="weights">The stream; disposed when it is not needed any more, also when this throws.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    internal static Engine Load(ModelInfo info, Walk walk, Stream weights, string name, int threads)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ByteSource source = StreamBytes.Open(name, weights);
        return Load(info, walk, source, name, threads, PackedPlacement.Embedded);
    }

    /// <summary>
    /// Loads weights from memory that does not move, safetensors or packed. Packed weights are used there if they are
    /// aligned to 64 bytes.
    /// </summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="weights">The first byte.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="owner">What keeps the memory: disposed when it is not needed any more, also when this throws; none
    /// where it stays for ever.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    internal static Engine Load(
        ModelInfo info,
        Walk walk,
        byte* weights,
        long length,
        IDisposable? owner,
        string name,
        int threads
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Load(info, walk, new UnmanagedBytes(weights, length, owner), name, threads, PackedPlacement.Aligned);
    }

    internal static Engine Load(ModelInfo info, Walk walk, SafetensorsFile file, int threads, VectorWidth width) =>
        Start(info, walk, new SharedWeights(WeightLoader.Load(info, file, width)), threads, width);

    private static Engine Load(
        ModelInfo info,
        Walk walk,
        ByteSource source,
        string name,
        int threads,
        PackedPlacement placement,
        WeightOptions? options = null
    )
    {
        try
        {
            CheckThreads(threads);
        }
        catch
        {
            source.Dispose();
            throw;
        }

        VectorWidth width = VectorWidths.Widest;
        return Start(info, walk, WeightSource.Load(info, name, source, placement, width, options), threads, width);
    }

    private static Engine Start(ModelInfo info, Walk walk, SharedWeights weights, int threads, VectorWidth width)
    {
        try
        {
            return new Engine(info, walk, weights, Math.Min(threads, Processors.Count), width);
        }
        catch
        {
            weights.RemoveOwner();
            throw;
        }
    }

    private static void CheckThreads(int threads)
    {
        if (threads is < 1 or > NativeAbi.MaxThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "A model runs on 1 to 256 threads.");
        }
    }
}
