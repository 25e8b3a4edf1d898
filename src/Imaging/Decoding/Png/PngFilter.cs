using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging;

/// <summary>
/// Takes the filters off rows (ISO/IEC 15948, clause 9): what is stored of a byte is its difference from a prediction,
/// which the bytes to the left and above make.
/// </summary>
internal static class PngFilter
{
    /// <summary>Bytes that must be behind rows: pixels are read and written as words of eight bytes.</summary>
    public const int Padding = 8;

    private const byte None = 0;
    private const byte Sub = 1;
    private const byte Up = 2;
    private const byte Average = 3;
    private const byte Paeth = 4;

    /// <summary>Lanes hold a byte each, in 16 bits.</summary>
    private interface IPrediction
    {
        static abstract Vector128<short> Of(Vector128<short> left, Vector128<short> above, Vector128<short> aboveLeft);
    }

    public static bool IsKnown(byte filter) => filter <= Paeth;

    /// <summary>
    /// From a filtered row to its pixels. All rows are as long as each other, with <see cref="Padding"/>.
    /// </summary>
    /// <param name="filter">The filter of the row.</param>
    /// <param name="filtered">The row as it is stored, without the byte that names its filter.</param>
    /// <param name="above">Pixels of the row above; zeros above the first one.</param>
    /// <param name="row">Pixels of the row.</param>
    /// <param name="distance">Bytes of a pixel, 1 to 8: how far away the left neighbour is.</param>
    public static void Remove(
        byte filter,
        ReadOnlySpan<byte> filtered,
        ReadOnlySpan<byte> above,
        Span<byte> row,
        int distance
    )
    {
        // The loops over pixels check no bounds.
        ArgumentOutOfRangeException.ThrowIfNotEqual(filtered.Length, row.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(above.Length, row.Length);
        switch (filter)
        {
            case None:
                filtered.CopyTo(row);
                break;
            case Sub:
                RemovePixelByPixel<Left>(filtered, above, row, distance);
                break;
            case Up:
                Add(filtered, above, row);
                break;
            case Average:
                RemovePixelByPixel<Mean>(filtered, above, row, distance);
                break;
            case Paeth:
                RemovePixelByPixel<Nearest>(filtered, above, row, distance);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(filter));
        }
    }

    private static void Add(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(filtered[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] = (byte)(filtered[i] + above[i]);
        }
    }

    /// <summary>
    /// A pixel waits for its left neighbour, so that a vector holds the bytes of one. Lanes beyond it are of the next
    /// pixel and do no harm: what they write is written again.
    /// </summary>
    private static void RemovePixelByPixel<TPrediction>(
        ReadOnlySpan<byte> filtered,
        ReadOnlySpan<byte> above,
        Span<byte> row,
        int distance
    )
        where TPrediction : IPrediction
    {
        ref byte firstFiltered = ref MemoryMarshal.GetReference(filtered);
        ref byte firstAbove = ref MemoryMarshal.GetReference(above);
        ref byte first = ref MemoryMarshal.GetReference(row);
        Vector128<short> left = default;
        Vector128<short> aboveLeft = default;
        for (int i = 0; i < row.Length - Padding; i += distance)
        {
            Vector128<short> up = Load(ref firstAbove, i);
            Vector128<short> sum = Load(ref firstFiltered, i) + TPrediction.Of(left, up, aboveLeft);
            left = sum & Vector128.Create((short)byte.MaxValue);
            aboveLeft = up;
            ulong pixel = Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt64().ToScalar();
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref first, i), pixel);
        }
    }

    private static Vector128<short> Load(ref byte first, int i) =>
        Vector128
            .WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, i))).AsByte())
            .AsInt16();

    private readonly struct Left : IPrediction
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> above, Vector128<short> aboveLeft) =>
            left;
    }

    private readonly struct Mean : IPrediction
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> above, Vector128<short> aboveLeft) =>
            Vector128.ShiftRightLogical(left + above, 1);
    }

    /// <summary>
    /// Of left, above and above left the one that is nearest to left + above - above left; the first of equals.
    /// </summary>
    private readonly struct Nearest : IPrediction
    {
        public static Vector128<short> Of(Vector128<short> left, Vector128<short> above, Vector128<short> aboveLeft)
        {
            Vector128<short> fromLeft = above - aboveLeft;
            Vector128<short> fromAbove = left - aboveLeft;
            Vector128<short> toAboveLeft = Vector128.Abs(fromLeft + fromAbove);
            Vector128<short> toLeft = Vector128.Abs(fromLeft);
            Vector128<short> toAbove = Vector128.Abs(fromAbove);
            Vector128<short> least = Vector128.Min(Vector128.Min(toLeft, toAbove), toAboveLeft);
            Vector128<short> others = Vector128.ConditionalSelect(Vector128.Equals(least, toAbove), above, aboveLeft);
            return Vector128.ConditionalSelect(Vector128.Equals(least, toLeft), left, others);
        }
    }
}
