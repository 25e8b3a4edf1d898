namespace ResNetGen.Runtime;

// A run: its checks, and its images shared out to the workers.
public sealed unsafe partial class Engine
{
    /// <summary>Runs the network to its logits.</summary>
    /// <param name="images">NCHW.</param>
    /// <param name="logits">[image][class].</param>
    public void Forward(ReadOnlySpan<float> images, Span<float> logits) => RunWhole(images, logits, nameof(logits));

    /// <summary>Runs the whole network and tells how long each layer took.</summary>
    /// <param name="images">NCHW.</param>
    /// <param name="results">[image][class], or without a classifier [image][feature].</param>
    /// <param name="layers">One time for each layer.</param>
    public void Profile(ReadOnlySpan<float> images, Span<float> results, Span<TimeSpan> layers)
    {
        if (layers.Length != _info.Layers.Count)
        {
            throw new ArgumentException(
                $"{_info.Name} has {_info.Layers.Count} layers; found room for {layers.Length} times.",
                nameof(layers)
            );
        }

        RunWhole(images, results, nameof(results), _clock);
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

    private void RunWhole(ReadOnlySpan<float> images, Span<float> results, string parameter, LayerClock? clock = null)
    {
        int count = CountImages(images);
        string what = _info.HasClassifier ? "classes" : "features";
        CheckResults(parameter, results, images, count, _info.ResultLength, what);
        Enter();
        try
        {
            RunBatch(images, count, _info.Layout.ResultOffset, results, wantsLogits: true, clock);
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
}
