using ResNetGen.Runtime.Tests.Kernels;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Lanes of the last output block that have no channel: zeros, also in their sign.</summary>
public sealed class FilledLanesTests
{
    private const int Inputs = 20;
    private const int Outputs = 21;

    public static TheoryData<string> Algorithms => ["direct", "groups", "planar", "stem", "2", "4", "2, 2", "4, 2"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void AreZeroToTheBit(string algorithm)
    {
        using PackedLayer layer = algorithm switch
        {
            "direct" => PackedLayer.Convolution(Inputs, Outputs, kernel: 3, groups: 1),
            "groups" => PackedLayer.Convolution(3 * 7, Outputs, kernel: 3, groups: 7),
            "planar" => PackedLayer.Stem(3, Outputs, kernel: 7),
            "stem" => PackedLayer.StemWinograd(3, Outputs),
            _ => PackedLayer.Winograd(
                Inputs,
                Outputs,
                algorithm[0] - '0',
                algorithm.EndsWith(", 2", StringComparison.Ordinal) ? 2 : 1
            ),
        };

        Span<float> last = layer.Memory.Span[^((layer.Memory.Span.Length - 32) / 2)..];
        Assert.Equal(0, last.Length % 16);
        int filled = 0;
        for (int at = 0; at < last.Length; at++)
        {
            if (at % 16 >= Outputs % 16)
            {
                Assert.Equal(0, BitConverter.SingleToInt32Bits(last[at]));
            }
            else if (last[at] != 0)
            {
                filled++;
            }
        }

        Assert.NotEqual(0, filled);
    }
}
