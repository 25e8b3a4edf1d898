using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>
/// One number for each channel or class of each image: <c>[channel / 16][image][16]</c>, so that the images are a
/// linear layer's pixels.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Features
{
    internal Features(float* origin, int count, int batch)
    {
        Origin = origin;
        Count = count;
        BlockStride = batch * BlockedLayout.Lanes;
    }

    internal int Count { get; }

    internal int Blocks => BlockedLayout.Blocks(Count);

    internal nint BlockStride { get; }

    internal float* Origin { get; }

    /// <summary>Copies to <c>[image][channel]</c>.</summary>
    internal void CopyTo(int images, Span<float> destination)
    {
        for (int image = 0; image < images; image++)
        {
            Span<float> row = destination.Slice(image * Count, Count);
            for (int block = 0; block < Blocks; block++)
            {
                int first = block * BlockedLayout.Lanes;
                int lanes = Math.Min(BlockedLayout.Lanes, Count - first);
                new ReadOnlySpan<float>(Origin + (block * BlockStride) + (image * BlockedLayout.Lanes), lanes).CopyTo(
                    row.Slice(first, lanes)
                );
            }
        }
    }
}
