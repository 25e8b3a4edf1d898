using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// Copies pixels of a chunk of channels side by side, with a bit for each input that is not zero, in vectors of 512
/// bits. src/Vectors512 compiles it too.
/// </summary>
internal static unsafe class NonZeroPixels
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>
    /// The copy, of this program or of the object that it is linked with. By its address: of a call, a JIT would look for
    /// the object.
    /// </summary>
    public static delegate* <float*, nint, nint, int, float*, ulong*, void> Copy()
    {
        if (!Vector512.IsHardwareAccelerated && Vectors512.AreLinked)
        {
            return &LinkedCopyWith512;
        }

        return &CopyWith512;
    }

    /// <summary>
    /// From <paramref name="source"/>, planes and pixels so many floats apart, to <c>[pixel][channel]</c> and a mask for
    /// each pixel.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyWith512(float* source, nint plane, nint step, int pixels, float* values, ulong* masks)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            float* from = source;
            ulong mask = 0;
            for (int block = 0; block < ZeroSkippingLayout.ChunkBlocks; block++)
            {
                Vector512<float> x = Vector512.Load(from);
                Vector512.Store(x, values);
                mask |= (~Vector512.Equals(x, Vector512<float>.Zero)).ExtractMostSignificantBits() << (block * Lanes);
                from += plane;
                values += Lanes;
            }

            *masks++ = mask;
            source += step;
        }
    }

    [SuppressGCTransition]
    [DllImport(
        Vectors512.Object,
        EntryPoint = "ResNetGen_Vectors512_ResNetGen_Runtime_NonZeroPixels__CopyWith512",
        ExactSpelling = true
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void LinkedCopyWith512(
        float* source,
        nint plane,
        nint step,
        int pixels,
        float* values,
        ulong* masks
    );
}
