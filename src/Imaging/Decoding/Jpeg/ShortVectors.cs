using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Imaging.Jpeg;

/// <summary>What the decoder needs of eight 16-bit numbers and <see cref="Vector128"/> has no name for.</summary>
internal static class ShortVectors
{
    /// <summary>
    /// a x <paramref name="aFactor"/> + b x <paramref name="bFactor"/> in 32 bits, for the first and the last four.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<int> Low, Vector128<int> High) SumOfProducts(
        Vector128<short> a,
        short aFactor,
        Vector128<short> b,
        short bFactor
    )
    {
        if (Sse2.IsSupported)
        {
            Vector128<short> factors = Vector128.Create((ushort)aFactor | (bFactor << 16)).AsInt16();
            return (
                Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(a, b), factors),
                Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(a, b), factors)
            );
        }

        return (
            (Vector128.WidenLower(a) * (int)aFactor) + (Vector128.WidenLower(b) * (int)bFactor),
            (Vector128.WidenUpper(a) * (int)aFactor) + (Vector128.WidenUpper(b) * (int)bFactor)
        );
    }

    /// <summary>a0 b0 a1 b1 a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> InterleaveLow(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackLow(a, b);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(a, b)
            : Pair(Vector128.WidenLower(a.AsUInt16()), Vector128.WidenLower(b.AsUInt16()));
    }

    /// <summary>a4 b4 a5 b5 a6 b6 a7 b7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> InterleaveHigh(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.UnpackHigh(a, b);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(a, b)
            : Pair(Vector128.WidenUpper(a.AsUInt16()), Vector128.WidenUpper(b.AsUInt16()));
    }

    private static Vector128<short> Pair(Vector128<uint> first, Vector128<uint> second) =>
        (BitConverter.IsLittleEndian ? first | (second << 16) : (first << 16) | second).AsInt16();
}
