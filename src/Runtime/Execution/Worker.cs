using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// One thread's view of one inference. Workers walk the whole network: each computes its share of a layer, then meets
/// the others in <see cref="Sync"/>; or it has images of its own, and is alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe partial struct Worker
{
    private readonly Barrier? _barrier;
    private readonly WorkShares? _shares;
    private readonly VectorWidth _width;
    private readonly float* _workspace;
    private readonly float* _weights;
    private readonly float* _scratch;
    private readonly int _image;
    private readonly bool _timed;
    private readonly LayerClock? _clock;

    internal Worker(
        int index,
        int count,
        Barrier? barrier,
        WorkShares? shares,
        VectorWidth width,
        float* workspace,
        float* scratch,
        float* weights,
        int batch,
        in Job job
    )
    {
        _scratch = scratch;
        _timed = job.Timed;
        _clock = job.Clock;
        Index = index;
        Count = count;
        _barrier = barrier;
        _shares = shares;
        _width = width;
        _workspace = workspace;
        _weights = weights;
        Batch = batch;
        Images = job.Images;
        ImageCount = job.ImageCount;
        LastFeatureMap = job.LastFeatureMap;
        WantsLogits = job.WantsLogits;
    }

    private Worker(in Worker all, int image, int length)
    {
        this = all;
        _image = image;
        Images = all.Images + ((long)image * length);
        ImageCount = 1;
        Batch = 1;
        _clock?.Rewind();
    }

    /// <summary>
    /// The feature map that the caller asked for, and behind which the walk ends; beyond the last one when it runs to
    /// the end.
    /// </summary>
    public int LastFeatureMap { get; }

    /// <summary>Whether the caller asked for more than the pooled features.</summary>
    public bool WantsLogits { get; }

    internal int Index { get; }

    internal int Count { get; }

    internal VectorWidth Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => VectorWidths.AreSeveral ? _width : VectorWidths.Widest;
    }

    /// <summary>Whether kernels compute in vectors of 512 bits.</summary>
    public bool Has512Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Vector512.IsHardwareAccelerated || Vectors512.AreLinked) && Width == VectorWidth.Vector512;
    }

    /// <summary>Whether kernels compute in vectors of 256 bits.</summary>
    public bool Has256Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Width == VectorWidth.Vector256;
    }

    /// <summary>Whether kernels compute in vectors of 128 bits.</summary>
    public bool Has128Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        // What is linked with kernels for 512 bits is compiled for 256.
        get => !Vectors512.AreLinked && Width == VectorWidth.Vector128;
    }

    /// <summary>The caller's images, NCHW.</summary>
    internal float* Images { get; }

    /// <summary>Images of this run.</summary>
    public int ImageCount { get; }

    /// <summary>This worker for one image of the batch, where a network takes them one by one.</summary>
    /// <param name="image">The image.</param>
    /// <param name="length">Floats of an image.</param>
    public Worker OneImage(int image, int length) => new(this, image, length);

    /// <summary>A tensor of the workspace.</summary>
    /// <param name="offset">Its first float.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="halo">Zeros round each plane.</param>
    /// <param name="ofBatch">Whether it holds all images where the worker has one: then this image's part of
    /// it.</param>
    public Activation Activation(long offset, int channels, int height, int width, int halo, bool ofBatch = false)
    {
        long image = ofBatch ? _image * BlockedLayout.ImageStride(channels, height, width, halo) : 0;
        return new(_workspace + offset + image, channels, height, width, halo);
    }

    /// <summary>The padded images in the workspace.</summary>
    /// <param name="offset">Its first float.</param>
    /// <param name="channels">Planes of an image.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="border">Zeros round each plane.</param>
    public InputPlanes InputPlanes(long offset, int channels, int height, int width, int border) =>
        new(_workspace + offset, channels, height, width, border);

    /// <summary>Features or logits in the workspace.</summary>
    /// <param name="offset">Its first float.</param>
    /// <param name="count">Features of an image.</param>
    public Features Features(long offset, int count) => new(_workspace + offset, count, Batch);

    /// <summary>Waits until every worker is here: what was written before is visible after.</summary>
    public void Sync() => _barrier?.Meet();

    /// <summary>
    /// Every layer says when it is done. In a profiled run its workers meet there, also between layers that do not
    /// depend on each other: which of them a worker who was interrupted has left to others could not be told from its
    /// own clock.
    /// </summary>
    internal void Done()
    {
        if (_timed)
        {
            _barrier?.Meet(timed: true);
            _clock?.Done(_barrier?.LastCame ?? Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The most images of a call: what the workspace is laid out for.</summary>
    internal int Batch { get; }

    /// <summary>A block's worth of zeros.</summary>
    internal float* Zeros => _scratch;

    /// <summary>Memory of this worker alone, free for each layer.</summary>
    internal float* Scratch => _scratch + BlockedLayout.Lanes;

    internal float* Weights(long offset) => _weights + offset;

    /// <summary>This worker's contiguous share of so many equal units, for what takes little time.</summary>
    internal (int First, int End) Share(int total) => WorkShares.Part(Index, Count, total);

    /// <summary>This worker's units of so many, for what takes time: who is done sooner takes more.</summary>
    internal Units Divide(int total) => new(_shares, Index, Count, total);
}

/// <summary>What the caller asked for.</summary>
internal readonly unsafe struct Job(
    float* images,
    int imageCount,
    int lastFeatureMap,
    bool wantsLogits,
    LayerClock? clock = null,
    bool apart = false,
    bool timed = false
)
{
    public float* Images { get; } = images;

    public int ImageCount { get; } = imageCount;

    public int LastFeatureMap { get; } = lastFeatureMap;

    public bool WantsLogits { get; } = wantsLogits;

    /// <summary>What notes the times of layers, for the first worker; none in a run that is not profiled.</summary>
    public LayerClock? Clock { get; } = clock;

    /// <summary>Whether the run is profiled.</summary>
    public bool Timed { get; } = timed || clock is not null;

    /// <summary>Whether each worker has so many images of its own, instead of all of them together.</summary>
    public bool Apart { get; } = apart;

    /// <summary>One worker's part: its own images, where each has some. The clock is the first one's.</summary>
    public Job OfWorker(int worker, int imageLength)
    {
        float* images = Apart ? Images + ((long)worker * ImageCount * imageLength) : Images;
        return new(images, ImageCount, LastFeatureMap, WantsLogits, worker == 0 ? Clock : null, Apart, Timed);
    }
}
