namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>A convolution to test: its name in the list of tests says all of it.</summary>
public sealed record ConvolutionCase(
    int InChannels,
    int OutChannels,
    int Height,
    int Width,
    int Kernel,
    int Stride = 1,
    int Groups = 1,
    int Images = 1,
    int Halo = 1,
    int OutHalo = 0,
    int? ResidualHalo = null,
    bool Relu = false
)
{
    public int OutHeight => ((Height - 1) / Stride) + 1;

    public int OutWidth => ((Width - 1) / Stride) + 1;

    public override string ToString() =>
        $"{Kernel}x{Kernel}{(Stride == 1 ? "" : $"/{Stride}")}, {InChannels} -> {OutChannels}{(Groups == 1 ? "" : $" in {Groups} groups")}, "
        + $"{Height}x{Width}, {Images} image(s), halo {Halo} -> {OutHalo}"
        + $"{(ResidualHalo is { } halo ? $" + residual with halo {halo}" : "")}{(Relu ? ", relu" : "")}";
}
