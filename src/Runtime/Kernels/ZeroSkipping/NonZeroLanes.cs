using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>Lists the channels of a block that are not zero.</summary>
internal static unsafe class NonZeroLanes
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>
    /// For each mask of eight bits, the lanes that are set: a byte each, eight bytes for a mask. AVX2 has no instruction
    /// that brings them to the beginning of a vector, but permutes by a vector of indices.
    /// </summary>
    public static ulong* Orders { get; } = MakeOrders();

    /// <summary>
    /// Copies those of 16 floats that are not zero, NaN among them, side by side. All 16 floats of the target can be
    /// written.
    /// </summary>
    /// <param name="from">The block.</param>
    /// <param name="to">The target.</param>
    /// <param name="orders"><see cref="Orders"/>, which the caller reads once for many blocks.</param>
    /// <returns>A bit for each that is not zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint List(float* from, float* to, ulong* orders)
    {
        if (Avx2.IsSupported)
        {
            uint first = ListEight(from, to, orders);
            return first | (ListEight(from + 8, to + BitOperations.PopCount(first), orders) << 8);
        }

        uint mask = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            uint isNotZero = from[lane] != 0 ? 1u : 0;
            *to = from[lane];
            to += isNotZero;
            mask |= isNotZero << lane;
        }

        return mask;
    }

    private static uint ListEight(float* from, float* to, ulong* orders)
    {
        Vector256<float> x = Vector256.Load(from);
        uint mask = (~Vector256.Equals(x, Vector256<float>.Zero)).ExtractMostSignificantBits();
        Vector256<int> order = Avx2.ConvertToVector256Int32((byte*)(orders + mask));
        Vector256.Store(Avx2.PermuteVar8x32(x, order), to);
        return mask;
    }

    private static ulong* MakeOrders()
    {
        const int Masks = 1 << 8;
        ulong* orders = (ulong*)NativeMemory.Alloc(Masks, sizeof(ulong));
        for (int mask = 0; mask < Masks; mask++)
        {
            ulong order = 0;
            int count = 0;
            for (int lane = 0; lane < 8; lane++)
            {
                if ((mask & (1 << lane)) != 0)
                {
                    order |= (ulong)lane << (8 * count++);
                }
            }

            orders[mask] = order;
        }

        return orders;
    }
}
