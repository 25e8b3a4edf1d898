namespace ResNetGen.Runtime;

/// <summary>
/// How a convolution that skips zeros is cut into units of work, a band of rows and a group of slices of output
/// channels each, so that what passes again and again stays in the second-level cache. It changes no result.
/// </summary>
internal readonly struct ZeroSkippingBlocking
{
    private const int SliceBytes = ZeroSkippingLayout.SliceBlocks * BlockedLayout.Lanes * sizeof(float);

    private ZeroSkippingBlocking(int bands, int groupSlices, int groups)
    {
        Bands = bands;
        GroupSlices = groupSlices;
        Groups = groups;
    }

    /// <summary>Bands: contiguous rows of outputs, of all images'.</summary>
    public int Bands { get; }

    /// <summary>Slices of a group: 64 input channels pass over all of them before the next 64 come.</summary>
    public int GroupSlices { get; }

    /// <summary>Groups of slices.</summary>
    public int Groups { get; }

    /// <summary>
    /// Whether a band's inputs are copied 64 channels at a time, as they are needed once; otherwise all of them, for
    /// one group after the other.
    /// </summary>
    public bool CopiesChunks => Groups == 1;

    /// <summary>The cut that moves least.</summary>
    /// <param name="rows">Rows of outputs in all images.</param>
    /// <param name="width">Columns of outputs.</param>
    /// <param name="inputPixels">Input pixels of a band.</param>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="slices">Slices of 128 output channels.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="workers">Workers that share the layer.</param>
    /// <param name="cache">Bytes of the second-level cache.</param>
    public static ZeroSkippingBlocking For(
        int rows,
        int width,
        long inputPixels,
        int inChannels,
        int slices,
        int taps,
        int workers,
        long cache
    )
    {
        int bandRows = ZeroSkippingLayout.BandRows(rows, width);
        int bands = DirectBlocking.Parts(rows, bandRows);

        // What stays while something else passes, a band's inputs or its sums, has two fifths of the cache, as in
        // DirectBlocking.
        long kept = cache * 2 / 5;
        bool inputsStay = inputPixels * inChannels * sizeof(float) <= kept;
        int groupSlices = inputsStay ? 1 : (int)Math.Clamp(kept / ((long)bandRows * width * SliceBytes), 1, slices);

        // Workers share the weights where these are more than twice the inputs, of which each then copies all;
        // otherwise the rows, as in neighbouring layers.
        bool byWeights =
            bands == 1
            && slices >= workers
            && (long)slices * ZeroSkippingLayout.SliceBlocks * BlockedLayout.Lanes * taps > 2 * inputPixels;
        if (byWeights)
        {
            groupSlices = Math.Min(groupSlices, slices / workers);
        }
        else
        {
            bands = Math.Min(rows, DirectBlocking.Parts(bands, workers) * workers);
        }

        return new(bands, groupSlices, DirectBlocking.Parts(slices, groupSlices));
    }
}
