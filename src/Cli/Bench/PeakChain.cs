using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ResNetGen.Runtime;

namespace ResNetGen.Cli.Bench;

/// <summary>
/// Multiply-adds of 512 bits that do not wait for each other. src/Vectors512 compiles them too, for programs that are
/// compiled ahead of time for fewer bits.
/// </summary>
internal static unsafe class PeakChain
{
    /// <summary>
    /// The chain, of this program or of the object that it is linked with. By its address: of a call, a JIT would look
    /// for the object.
    /// </summary>
    public static delegate* <int, float> Address()
    {
        if (!Vector512.IsHardwareAccelerated && Vectors512.AreLinked)
        {
            return &LinkedRunWith512;
        }

        return &RunWith512;
    }

    /// <summary>So many turns of 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float RunWith512(int turns)
    {
        Vector512<float> x = Vector512.Create(0.999f),
            y = Vector512.Create(1e-7f);
        Vector512<float> a = x,
            b = x,
            c = x,
            d = x,
            e = x,
            f = x,
            g = x,
            h = x,
            i = x,
            j = x,
            k = x,
            l = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l)[0];
    }

    [DllImport(
        Vectors512.Object,
        EntryPoint = "ResNetGen_Vectors512_ResNetGen_Cli_Bench_PeakChain__RunWith512",
        ExactSpelling = true
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern float LinkedRunWith512(int turns);
}
