using System.ComponentModel;
using System.Reflection;
using ResNetGen.Weights;

namespace ResNetGen.Runtime;

/// <summary>The network's code, as one worker walks it.</summary>
/// <param name="worker">The worker.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void Walk(in Worker worker);

/// <summary>
/// What a generated class stands on: weights, workspaces and threads, and the checks round a run. An engine that nobody
/// disposes is finalized: its threads end, then its memory is freed. A run that is going on ends first.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class Engine : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int DisposeWhenIdle = 2;
    private const int Disposed = 3;

    private readonly ModelInfo _info;
    private readonly Walk _walk;
    private readonly SharedWeights _weights;
    private readonly Workspaces _workspaces;
    private readonly AlignedMemory _scratch;
    private readonly long _scratchStride;
    private readonly VectorWidth _width;
    private readonly WorkerPool _pool;
    private readonly Action<int> _runWorker;
    private readonly LayerClock _clock;
    private Job _job;
    private int _state;

    private Engine(ModelInfo info, Walk walk, SharedWeights weights, int threads, VectorWidth width)
    {
        _state = Disposed; // Until it is whole: one whose constructor throws is finalized too.
        _info = info;
        _walk = walk;
        _weights = weights;
        _width = width;
        _scratchStride = BlockedLayout.Lanes + (info.ScratchBytes / sizeof(float));
        _scratch = new AlignedMemory(threads * _scratchStride);
        Workspaces? workspaces = null;
        try
        {
            _workspaces = workspaces = new Workspaces(info, threads);
            _clock = new LayerClock(info.Layers.Count);
            _runWorker = RunWorker;
            _pool = new WorkerPool(threads);
        }
        catch
        {
            workspaces?.Dispose();
            _scratch.Dispose();
            throw;
        }

        // What the engine frees must not be finalized before it.
        _scratch.LeaveToOwner();
        _workspaces.LeaveToOwner();
        _state = Idle;
    }

    /// <summary>Does what <see cref="Dispose"/> would have done, but does not wait for the threads.</summary>
    /// <remarks>It may be running: a finalizer of somebody else's can hand it to a thread.</remarks>
    ~Engine()
    {
        if (TryDispose())
        {
            _pool.Stop();
            Free();
        }
    }

    /// <summary>Loads weights from a file, safetensors or packed. A packed file is used where it is mapped.</summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    public static Engine Load(ModelInfo info, Walk walk, string path, int threads)
    {
        CheckThreads(threads);
        VectorWidth width = VectorWidths.Widest;
        return Start(info, walk, WeightSource.Load(info, path, width), threads, width);
    }

    /// <summary>Loads weights from the bytes of a file, safetensors or packed.</summary>
    /// <param name="info">The network.</param>
    /// <param name="walk">Its code.</param>
    /// <param name="weights">The file's bytes. An array is copied; packed weights in other memory are used there if
    /// they are aligned to 64 bytes.</param>
    /// <param name="threads">Threads of one run, the caller's included; more than there are processors are not
    /// started.</param>
    public static Engine Load(ModelInfo info, Walk walk, ReadOnlyMemory<byte> weights, int threads)
    {
        CheckThreads(threads);
        MemoryBytes source = new(weights);
        return Load(info, walk, source, "weights in memory", threads, PackedPlacement.Aligned);
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

    /// <summary>
    /// Threads of one run, the caller's included: as many as were asked for, or as many as there are processors.
    /// </summary>
    public int Threads => _pool.Workers;

    /// <summary>The first of the weights.</summary>
    internal float* Weights => _weights.Pointer;

    private static Engine Load(
        ModelInfo info,
        Walk walk,
        ByteSource source,
        string name,
        int threads,
        PackedPlacement placement
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
        return Start(info, walk, WeightSource.Load(info, name, source, placement, width), threads, width);
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

    /// <summary>
    /// A second engine on the same weights, with workspaces and threads of its own; also while this one runs.
    /// </summary>
    public Engine Fork() => Fork(_pool.Workers, _width);

    internal Engine Fork(int threads, VectorWidth width)
    {
        if (width != _width && _info.Layers.Any(layer => layer.Algorithms?.IsUniform == false))
        {
            throw new InvalidOperationException($"The weights of {_info.Name} are for vectors of {(int)_width} bits.");
        }

        // The state alone does not tell: another thread may dispose this engine now, and the weights with it.
        if (Volatile.Read(ref _state) is DisposeWhenIdle or Disposed || !_weights.TryAddOwner())
        {
            throw new ObjectDisposedException(_info.Name);
        }

        try
        {
            return new Engine(_info, _walk, _weights, threads, width);
        }
        catch
        {
            _weights.RemoveOwner();
            throw;
        }
        finally
        {
            GC.KeepAlive(this); // Its finalizer must not give the weights back before the other owns them.
        }
    }

    /// <summary>Runs the network to its logits.</summary>
    /// <param name="images">NCHW.</param>
    /// <param name="logits">[image][class].</param>
    public void Forward(ReadOnlySpan<float> images, Span<float> logits) => Forward(images, logits, clock: null);

    private void Forward(ReadOnlySpan<float> images, Span<float> logits, LayerClock? clock)
    {
        int count = CountImages(images);
        CheckResults(nameof(logits), logits, images, count, _info.Classes, "classes");
        Enter();
        try
        {
            RunBatch(images, count, _info.Layout.LogitsOffset, logits, wantsLogits: true, clock);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs the network to its logits and tells how long each layer took.</summary>
    /// <param name="images">NCHW.</param>
    /// <param name="logits">[image][class].</param>
    /// <param name="layers">One time for each layer.</param>
    public void Profile(ReadOnlySpan<float> images, Span<float> logits, Span<TimeSpan> layers)
    {
        if (layers.Length != _info.Layers.Count)
        {
            throw new ArgumentException(
                $"{_info.Name} has {_info.Layers.Count} layers; found room for {layers.Length} times.",
                nameof(layers)
            );
        }

        Forward(images, logits, _clock);
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = _clock[i];
        }
    }

    /// <summary>Runs the network to its pooled features.</summary>
    /// <param name="images">NCHW.</param>
    /// <param name="embeddings">[image][feature].</param>
    public void Embed(ReadOnlySpan<float> images, Span<float> embeddings)
    {
        int count = CountImages(images);
        CheckResults(nameof(embeddings), embeddings, images, count, _info.EmbeddingLength, "features");
        Enter();
        try
        {
            RunBatch(images, count, _info.Layout.EmbeddingOffset, embeddings, wantsLogits: false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs the network to a feature map.</summary>
    /// <param name="images">NCHW.</param>
    /// <param name="map">One of the network's own.</param>
    /// <param name="values">NCHW.</param>
    public void FeatureMap(ReadOnlySpan<float> images, FeatureMapInfo map, Span<float> values)
    {
        int level = LevelOf(map);
        (long offset, int halo) = _info.Layout.FeatureMaps[level];
        int count = CountImages(images);
        CheckResults(nameof(values), values, images, count, map.Length, "values");
        Enter();
        try
        {
            // One by one: where images share memory, only the last one's map is there at the end.
            Activation activation = new(_workspaces[0] + offset, map.Channels, map.Height, map.Width, halo);
            for (int image = 0; image < count; image++)
            {
                RunWorkers(images.Slice(image * _info.InputLength, _info.InputLength), 1, level, wantsLogits: false);
                activation.CopyTo(values.Slice(image * map.Length, map.Length));
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Ends the threads and frees the workspaces; the weights go with the last engine on them. During a run, when it
    /// ends.
    /// </summary>
    public void Dispose()
    {
        if (TryDispose())
        {
            Release();
        }
    }

    /// <summary>Whether it is idle and becomes disposed now; one that runs is disposed by the end of its run.</summary>
    private bool TryDispose()
    {
        int state;
        do
        {
            state = Interlocked.CompareExchange(ref _state, Disposed, Idle);
        } while (state == Running && Interlocked.CompareExchange(ref _state, DisposeWhenIdle, Running) == Idle);

        return state == Idle;
    }

    private static void CheckThreads(int threads)
    {
        if (threads is < 1 or > NativeAbi.MaxThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "A model runs on 1 to 256 threads.");
        }
    }

    private int LevelOf(FeatureMapInfo map)
    {
        ArgumentNullException.ThrowIfNull(map);
        for (int level = 0; level < _info.FeatureMaps.Count; level++)
        {
            if (ReferenceEquals(_info.FeatureMaps[level], map))
            {
                return level;
            }
        }

        throw new ArgumentException(
            $"{_info.Name} gives one of its own Network.FeatureMaps: "
                + $"{string.Join(", ", _info.FeatureMaps.Select(own => own.Name))}; "
                + $"found {map.Name} of {map.Channels} x {map.Height} x {map.Width}, which is another network's.",
            nameof(map)
        );
    }

    private int CountImages(ReadOnlySpan<float> images)
    {
        int length = _info.InputLength;
        int count = images.Length / length;
        if (images.Length == 0 || count * length != images.Length || count > _info.Batch)
        {
            string shape = $"{_info.InputChannels} x {_info.InputHeight} x {_info.InputWidth} = {length} values";
            string expected = _info.Batch == 1 ? $"one image of {shape}" : $"1 to {_info.Batch} images of {shape} each";
            string advice =
                count > _info.Batch && images.Length % length == 0
                    ? $" For more images in one call, declare Batch = {count}."
                    : "";
            throw new ArgumentException(
                $"{_info.Name} takes {expected}; found {images.Length} values.{advice}",
                nameof(images)
            );
        }

        return count;
    }

    private void CheckResults(
        string parameter,
        ReadOnlySpan<float> results,
        ReadOnlySpan<float> images,
        int count,
        int perImage,
        string what
    )
    {
        if (results.Length != count * perImage)
        {
            throw new ArgumentException(
                $"{_info.Name} gives {perImage} {what} for each image: {count * perImage} values for {count} image(s); "
                    + $"found room for {results.Length}.",
                parameter
            );
        }

        // The first results are written before the last images are read.
        if (results.Overlaps(images))
        {
            throw new ArgumentException(
                $"{_info.Name} writes its results while it reads images; found that they overlap. "
                    + "Give memory of their own.",
                parameter
            );
        }
    }

    private void Enter()
    {
        switch (Interlocked.CompareExchange(ref _state, Running, Idle))
        {
            case Idle:
                return;
            case Running:
                throw new InvalidOperationException(
                    $"{_info.Name} is running already, on another thread. Give each thread its own: model.Fork()."
                );
            default:
                throw new ObjectDisposedException(_info.Name);
        }
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Running) == DisposeWhenIdle)
        {
            _state = Disposed;
            Release();
        }
    }

    // As many images as there are workers, or a multiple of that, go to them one by one: who has images of its own
    // waits for nobody, and finds what it wrote in its own caches. All workers share those left over.
    private void RunBatch(
        ReadOnlySpan<float> images,
        int count,
        long offset,
        Span<float> results,
        bool wantsLogits,
        LayerClock? clock = null
    )
    {
        int perImage = results.Length / count;
        int own = _workspaces.Count > 1 ? count / _workspaces.Count : 0;
        int shared = count - (own * _workspaces.Count);
        clock?.Start();
        if (own > 0)
        {
            RunWorkers(images, own, int.MaxValue, wantsLogits, clock, apart: true);
            for (int worker = 0; worker < _workspaces.Count; worker++)
            {
                ResultsOf(worker).CopyTo(own, results[(worker * own * perImage)..]);
            }
        }

        if (shared > 0)
        {
            clock?.Rewind();
            RunWorkers(images[((count - shared) * _info.InputLength)..], shared, int.MaxValue, wantsLogits, clock);
            ResultsOf(0).CopyTo(shared, results[((count - shared) * perImage)..]);
        }

        Features ResultsOf(int worker) => new(_workspaces[worker] + offset, perImage, _info.Batch);
    }

    private void RunWorkers(
        ReadOnlySpan<float> images,
        int count,
        int lastFeatureMap,
        bool wantsLogits,
        LayerClock? clock = null,
        bool apart = false
    )
    {
        fixed (float* pointer = images)
        {
            _job = new Job(pointer, count, lastFeatureMap, wantsLogits, clock, apart);
            _pool.Run(_runWorker);
        }

        clock?.Waited();
    }

    private void RunWorker(int index)
    {
        float* scratch = _scratch.Pointer + (index * _scratchStride);
        Job job = _job.OfWorker(index, _info.InputLength);
        Worker worker = job.Apart
            ? new(0, 1, null, null, _width, _workspaces[index], scratch, _weights.Pointer, _info.Batch, job)
            : new(
                index,
                _pool.Workers,
                _pool.Barrier,
                _pool.Shares,
                _width,
                _workspaces[0],
                scratch,
                _weights.Pointer,
                _info.Batch,
                job
            );
        _walk(in worker);
    }

    private void Release()
    {
        GC.SuppressFinalize(this);
        try
        {
            _pool.Dispose();
        }
        finally
        {
            Free();
        }
    }

    private void Free()
    {
        _workspaces.Dispose();
        _scratch.Dispose();
        _weights.RemoveOwner();
    }
}
