namespace ResNetGen.Runtime;

/// <summary>
/// How a direct convolution is cut into units of work, and these into passes of one slice of weights over one band of
/// inputs, so that what passes again and again stays in the second-level cache. It changes no result.
/// </summary>
internal readonly struct DirectBlocking
{
    private const int Lanes = BlockedLayout.Lanes;

    // So many units or more for each worker, so that they end together.
    private const int UnitsOfWorker = 8;

    private DirectBlocking(int chunk, int bands, int slices, bool weightsOuter)
    {
        Chunk = chunk;
        Bands = bands;
        Slices = slices;
        WeightsOuter = weightsOuter;
    }

    /// <summary>Input blocks of a pass; outputs hold partial sums between chunks.</summary>
    public int Chunk { get; }

    /// <summary>Bands of an image: contiguous lines.</summary>
    public int Bands { get; }

    /// <summary>
    /// Slices of output channels in a unit: a chunk of inputs passes over all of them before the next chunk.
    /// </summary>
    public int Slices { get; }

    /// <summary>
    /// Whether units of the same weights follow each other, over all inputs; otherwise units of the same inputs, over
    /// all weights.
    /// </summary>
    public bool WeightsOuter { get; }

    /// <summary>The cut that moves least.</summary>
    /// <param name="inputBlocks">Input blocks that an output sees.</param>
    /// <param name="chunk">Input blocks of a pass: all, or fewer where they may be taken in chunks.</param>
    /// <param name="lines">Lines of an image: rows, or register tiles of pixels.</param>
    /// <param name="lineBytes">Bytes of a line of one input block.</param>
    /// <param name="mostLines">The most lines of a band.</param>
    /// <param name="slices">Slices of output channels.</param>
    /// <param name="sliceBlocks">Output blocks of a slice.</param>
    /// <param name="sliceBytes">Bytes of a slice's weights.</param>
    /// <param name="images">Images.</param>
    /// <param name="workers">Workers that share the layer.</param>
    public static DirectBlocking For(
        int inputBlocks,
        int chunk,
        int lines,
        long lineBytes,
        int mostLines,
        int slices,
        int sliceBlocks,
        long sliceBytes,
        int images,
        int workers
    )
    {
        long cache = SecondLevelCache.Bytes;
        // What stays while something else passes: two fifths of the cache for a band beside its weights and sums, half
        // for all of one side.
        long kept = cache * 2 / 5;
        int bandLines = (int)Math.Clamp(kept / (chunk * lineBytes), 1, mostLines);
        int bands = Parts(lines, bandLines);
        int group = chunk < inputBlocks ? DirectLayout.GroupBlocks / sliceBlocks : 1;

        // By inputs, each worker has bands of its own.
        int inputBands =
            workers == 1 ? bands : Math.Min(lines, Parts(Math.Max(bands, FewestBands()), workers) * workers);
        int inputGroup = Fewer(group, inputBands);

        // By weights, each has slices of its own, as many at a time as stay while the images pass.
        int weightsBands = workers == 1 ? bands : Math.Min(lines, Math.Max(bands, FewestBands()));
        int weightsGroup = Fewer((int)Math.Clamp(kept / sliceBytes, 1, group), weightsBands);

        long weightBytes = slices * sliceBytes;
        long inputBytes = (long)images * inputBlocks * lines * lineBytes;
        bool fits = inputBytes <= cache / 2;
        long byWeights = weightBytes + (inputBytes * (fits ? 1 : Parts(slices, weightsGroup)));
        long byInputs =
            (inputBytes * (fits || chunk == inputBlocks ? 1 : Parts(slices, inputGroup)))
            + (weightBytes * (weightBytes <= cache / 2 ? 1 : (long)images * inputBands));
        return byWeights < byInputs
            ? new(chunk, weightsBands, weightsGroup, true)
            : new(chunk, inputBands, inputGroup, false);

        int FewestBands() =>
            (int)((((long)UnitsOfWorker * workers) + ((long)images * slices) - 1) / ((long)images * slices));

        // So many slices in a unit that units are enough for all workers.
        int Fewer(int most, int ofBands) =>
            workers == 1
                ? most
                : (int)Math.Clamp((long)images * slices * ofBands / ((long)UnitsOfWorker * workers), 1, most);
    }

    /// <summary>How many parts of a size make up the whole.</summary>
    public static int Parts(int whole, int size) => (whole + size - 1) / size;
}
