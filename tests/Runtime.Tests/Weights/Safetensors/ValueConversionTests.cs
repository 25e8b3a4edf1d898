using System.Runtime.InteropServices;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>
/// All stored values, bit by bit, at every alignment; the lengths end within, at and after a vector and a chunk.
/// </summary>
public sealed class ValueConversionTests
{
    private static readonly ushort[] AllSixteenBits = [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];

    [Fact]
    public void EveryHalfConvertsExactly() =>
        Check(
            MemoryMarshal.AsBytes(AllSixteenBits.AsSpan()),
            "F16",
            AllSixteenBits.Length,
            index => (double)BitConverter.UInt16BitsToHalf((ushort)index)
        );

    [Fact]
    public void EveryBrainFloatConvertsExactly() =>
        Check(
            MemoryMarshal.AsBytes(AllSixteenBits.AsSpan()),
            "BF16",
            AllSixteenBits.Length,
            index => BitConverter.UInt32BitsToSingle((uint)index << 16)
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1030)]
    public void SinglesConvertExactly(int count)
    {
        float[] special =
        [
            0f,
            -0f,
            float.Epsilon,
            -float.Epsilon,
            float.PositiveInfinity,
            float.NegativeInfinity,
            float.NaN,
            float.MaxValue,
            1.1f,
        ];
        float[] values = [.. Enumerable.Range(0, count).Select(index => special[index % special.Length])];
        Check(MemoryMarshal.AsBytes(values.AsSpan()), "F32", count, index => values[index]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(1030)]
    public void DoublesAreRoundedToNearest(int count)
    {
        double[] special =
        [
            0d,
            -0d,
            double.Epsilon,
            1e-45,
            -1e-40,
            double.PositiveInfinity,
            double.NegativeInfinity,
            double.NaN,
            1e300,
            -1e300,
            0.1,
            1 + Math.Pow(2, -24),
            1 + 3 * Math.Pow(2, -24),
            Math.PI,
        ];
        double[] values = [.. Enumerable.Range(0, count).Select(index => special[index % special.Length])];
        Check(MemoryMarshal.AsBytes(values.AsSpan()), "F64", count, index => values[index]);
    }

    [Fact]
    public void HalfSubnormalsInfinitiesAndNegativeZeroAreKept()
    {
        ushort[] bits = [0x0001, 0x8001, 0x03ff, 0x7c00, 0xfc00, 0x8000, 0x3c00, 0x7bff];
        using SafetensorsFile file = SafetensorsFile.FromBytes(
            new SafetensorsWriter().Add("x", "F16", [8], MemoryMarshal.AsBytes(bits.AsSpan())).ToBytes()
        );
        float[] values = new float[8];
        file.ReadSingle(file.Tensors[0], values);

        Assert.Equal(
            [
                MathF.Pow(2, -24),
                -MathF.Pow(2, -24),
                1023 * MathF.Pow(2, -24),
                float.PositiveInfinity,
                float.NegativeInfinity,
                -0f,
                1f,
                65504f,
            ],
            values
        );
        Assert.True(float.IsNegative(values[5]));
    }

    private static void Check(ReadOnlySpan<byte> data, string dataType, int count, Func<int, double> expected)
    {
        for (int padding = 0; padding < 8; padding++)
        {
            byte[] bytes = new SafetensorsWriter { Padding = padding }
                .Add("x", dataType, [count], data)
                .ToBytes();
            using SafetensorsFile file = SafetensorsFile.FromBytes(bytes);
            (float[]? singles, double[]? doubles) = (new float[count], new double[count]);
            file.ReadSingle(file.Tensors[0], singles);
            file.ReadDouble(file.Tensors[0], doubles);

            for (int index = 0; index < count; index++)
            {
                if (!Same(doubles[index], expected(index)) || !Same(singles[index], (float)expected(index)))
                {
                    Assert.Fail(
                        $"{dataType} at {index}, padding {padding}: {expected(index)}, read {doubles[index]} and {singles[index]}"
                    );
                }
            }
        }
    }

    // NaN's payload is not kept on every machine.
    private static bool Same(double left, double right) =>
        BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right)
        || (double.IsNaN(left) && double.IsNaN(right));
}
