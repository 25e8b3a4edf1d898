using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class VectorLoopsTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    public void NoPlaceOfANumberThatIsNotFiniteEscapes(double bad)
    {
        for (int length = 1; length < 40; length++)
        {
            for (int index = 0; index < length; index++)
            {
                double[] values = Enumerable.Repeat(-1.5, length).ToArray();
                values[index] = bad;
                Assert.False(VectorLoops.DoubleToSingle(values, new float[length]));
                Assert.False(VectorLoops.Scale(values, 1e10));
            }
        }
    }

    [Fact]
    public void FiniteNumbersAreScaledAndRounded()
    {
        for (int length = 0; length < 40; length++)
        {
            double[] values = Enumerable.Range(0, length).Select(index => index - 7.3).ToArray();
            (double[]? expected, float[]? singles) = (
                values.Select(value => value * 1.7).ToArray(),
                new float[length + 1]
            );
            Assert.True(VectorLoops.Scale(values, 1.7));
            Assert.True(VectorLoops.DoubleToSingle(values, singles));
            Assert.Equal(expected, values);
            Assert.Equal([.. expected.Select(value => (float)value), 0], singles);
        }
    }

    [Fact]
    public void ADestinationTooShortIsNotOverrun()
    {
        Assert.ThrowsAny<ArgumentException>(() => VectorLoops.SingleToDouble(new byte[16], new double[3]));
        Assert.ThrowsAny<ArgumentException>(() => VectorLoops.BrainToSingle(new byte[16], new float[7]));
        Assert.ThrowsAny<ArgumentException>(() => VectorLoops.DoubleToSingle(new double[4], new float[3]));
    }
}
