using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ResNetGen.Runtime;

namespace ResNetGen.Cli.Bench;

/// <summary>
/// Multiply-adds in registers that do not wait for each other. src/Vectors512 compiles them too: a program that is
/// compiled ahead of time for fewer bits is linked with those of 512.
/// </summary>
internal static unsafe class PeakChain
{
    /// <summary>Multiply-adds of a turn.</summary>
    public const int Length = 12;

    private interface IOperations<TVector>
    {
        static abstract TVector Create(float value);

        static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

        static abstract float First(TVector a);
    }

    /// <summary>
    /// So many turns for a vector width, by address: of a call of the object's, a JIT would look for the object.
    /// </summary>
    public static delegate* <int, float> Of(VectorWidth width)
    {
        if (width == VectorWidth.Vector512)
        {
            return !Vector512.IsHardwareAccelerated && Vectors512.AreLinked ? &LinkedRunWith512 : &RunWith512;
        }

        return width == VectorWidth.Vector256 ? &RunWith256 : &RunWith128;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunWith512(int turns) => Run<Vector512<float>, Operations512>(turns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunWith256(int turns) => Run<Vector256<float>, Operations256>(turns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunWith128(int turns) => Run<Vector128<float>, Operations128>(turns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Run<TVector, TOperations>(int turns)
        where TOperations : struct, IOperations<TVector>
    {
        TVector x = TOperations.Create(0.999f);
        TVector y = TOperations.Create(1e-7f);
        (TVector a, TVector b, TVector c, TVector d, TVector e, TVector f) = (x, x, x, x, x, x);
        (TVector g, TVector h, TVector i, TVector j, TVector k, TVector l) = (x, x, x, x, x, x);
        for (int turn = 0; turn < turns; turn++)
        {
            a = TOperations.MultiplyAdd(a, x, y);
            b = TOperations.MultiplyAdd(b, x, y);
            c = TOperations.MultiplyAdd(c, x, y);
            d = TOperations.MultiplyAdd(d, x, y);
            e = TOperations.MultiplyAdd(e, x, y);
            f = TOperations.MultiplyAdd(f, x, y);
            g = TOperations.MultiplyAdd(g, x, y);
            h = TOperations.MultiplyAdd(h, x, y);
            i = TOperations.MultiplyAdd(i, x, y);
            j = TOperations.MultiplyAdd(j, x, y);
            k = TOperations.MultiplyAdd(k, x, y);
            l = TOperations.MultiplyAdd(l, x, y);
        }

        return TOperations.First(a)
            + TOperations.First(b)
            + TOperations.First(c)
            + TOperations.First(d)
            + TOperations.First(e)
            + TOperations.First(f)
            + TOperations.First(g)
            + TOperations.First(h)
            + TOperations.First(i)
            + TOperations.First(j)
            + TOperations.First(k)
            + TOperations.First(l);
    }

    [DllImport(
        Vectors512.Object,
        EntryPoint = "ResNetGen_Vectors512_ResNetGen_Cli_Bench_PeakChain__RunWith512",
        ExactSpelling = true
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern float LinkedRunWith512(int turns);

    private readonly struct Operations512 : IOperations<Vector512<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Create(float value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
            Vector512.FusedMultiplyAdd(a, b, c);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float First(Vector512<float> a) => a.ToScalar();
    }

    private readonly struct Operations256 : IOperations<Vector256<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Create(float value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
            Vector256.FusedMultiplyAdd(a, b, c);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float First(Vector256<float> a) => a.ToScalar();
    }

    private readonly struct Operations128 : IOperations<Vector128<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Create(float value) => Vector128.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
            Vector128.MultiplyAddEstimate(a, b, c);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float First(Vector128<float> a) => a.ToScalar();
    }
}
