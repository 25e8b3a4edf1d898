namespace ResNetGen;

/// <summary>
/// 3x3 convolutions in groups of 4 or 8 channels, as many out as in: several groups share a block of 16 channels.
/// Shared by the generator and the runtime. Sizes are in floats.
/// </summary>
internal static class GroupedLayout
{
    private const int Lanes = BlockedLayout.Lanes;

    /// <summary>Whether a convolution has groups so narrow.</summary>
    public static bool Fits(int inChannels, int outChannels, int kernel, int groups) =>
        kernel == 3 && inChannels == outChannels && inChannels % Lanes == 0 && (inChannels / groups) is 4 or 8;

    /// <summary>
    /// Weights behind the bias: <c>[block][row][rotation][column][16]</c>; at rotation r, a lane's weight is that of
    /// the input r lanes further on.
    /// </summary>
    public static long Weights(int channels, int groups) => (long)channels * 9 * (channels / groups);

    /// <summary>The lane that comes to a lane when its group of lanes is rotated.</summary>
    public static int Rotate(int lane, int rotation, int groupWidth) =>
        (lane / groupWidth * groupWidth) + ((lane + rotation) % groupWidth);
}
