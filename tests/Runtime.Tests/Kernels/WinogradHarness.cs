using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>Holds a 3x3 convolution by Winograd's algorithms against the definition of a convolution.</summary>
internal static class WinogradHarness
{
    // Of the sum of absolute products: the transforms round more than the definition does.
    private const double Tolerance = 4e-6;

    public delegate void Convolution(in Worker w, Activation x, Activation y, Activation residual);

    public static void Check(ConvolutionCase c, PackedLayer layer, WorkMemory memory, Convolution convolve)
    {
        Tensor x = Tensor.Deterministic(c.Images, c.InChannels, c.Height, c.Width);
        Tensor expected = ScalarReference.Convolve(x, layer.Parameters, kernel: 3, c.Stride);
        Tensor magnitude = ScalarReference.Convolve(x.Absolute(), layer.Parameters.Absolute(), kernel: 3, c.Stride);
        Tensor? residual = c.ResidualHalo is null
            ? null
            : Tensor.Deterministic(c.Images, c.OutChannels, c.OutHeight, c.OutWidth).Reversed();
        if (residual is not null)
        {
            expected = ScalarReference.Add(expected, residual);
            magnitude = ScalarReference.Add(magnitude, residual.Absolute());
        }

        using GuardedActivation input = new(x, c.Halo);
        using GuardedActivation? added = residual is null ? null : new(residual, c.ResidualHalo!.Value);
        using GuardedActivation output = new(c.Images, c.OutChannels, c.OutHeight, c.OutWidth, c.OutHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                Activation residualFrom = added is null ? default : added.From(image);
                return (in Worker w) => convolve(w, from, output.From(0), residualFrom);
            },
            output,
            c.Relu ? ScalarReference.Relu(expected) : expected,
            magnitude,
            layer.Memory,
            memory: memory,
            tolerance: Tolerance
        );
    }
}
