using System.Runtime.Intrinsics;

namespace ResNetGen.Imaging;

/// <summary>From weighted sums back to bytes: shifted, then held between 0 and 255.</summary>
internal static class FixedPoint
{
    public static byte ToByte(int sum) => (byte)Math.Clamp(sum >> AxisWeights.PrecisionBits, 0, byte.MaxValue);

    /// <summary>Four sums, the first in the lowest byte.</summary>
    public static uint ToBytes(Vector128<int> sums)
    {
        Vector128<ushort> words = Vector128.Narrow(Clamp(sums), Vector128<uint>.Zero);
        return Vector128.Narrow(words, Vector128<ushort>.Zero).AsUInt32().ToScalar();
    }

    public static Vector128<byte> ToBytes(
        Vector128<int> sums0,
        Vector128<int> sums1,
        Vector128<int> sums2,
        Vector128<int> sums3
    ) => Vector128.Narrow(Vector128.Narrow(Clamp(sums0), Clamp(sums1)), Vector128.Narrow(Clamp(sums2), Clamp(sums3)));

    private static Vector128<uint> Clamp(Vector128<int> sums) =>
        Vector128
            .Min(
                Vector128.Max(sums >> AxisWeights.PrecisionBits, Vector128<int>.Zero),
                Vector128.Create((int)byte.MaxValue)
            )
            .AsUInt32();
}
