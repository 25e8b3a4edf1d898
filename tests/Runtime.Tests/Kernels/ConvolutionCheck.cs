using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>Holds a kernel of convolutions against their definition.</summary>
internal static class ConvolutionCheck
{
    /// <summary>A kernel: its input, its output, and what is added, if anything.</summary>
    public delegate void Kernel(in Worker w, Activation x, Activation y, Activation residual);

    /// <summary>What a case adds; <see langword="null"/> if it adds nothing.</summary>
    public static Tensor? Residual(ConvolutionCase c) =>
        c.ResidualHalo is null
            ? null
            : Tensor.Deterministic(c.Images, c.OutChannels, c.OutHeight, c.OutWidth).Reversed();

    /// <summary>Runs the kernel as <see cref="KernelHarness"/> does, and gives the expected output.</summary>
    public static Tensor Run(
        ConvolutionCase c,
        PackedLayer layer,
        Tensor x,
        Tensor? residual,
        Kernel kernel,
        WorkMemory memory,
        bool finite
    )
    {
        Tensor expected = ScalarReference.Convolve(x, layer.Parameters, c.Kernel, c.Stride, c.Groups);
        Tensor magnitude = ScalarReference.Convolve(
            x.Absolute(),
            layer.Parameters.Absolute(),
            c.Kernel,
            c.Stride,
            c.Groups
        );
        if (residual is not null)
        {
            expected = ScalarReference.Add(expected, residual);
            magnitude = ScalarReference.Add(magnitude, residual.Absolute());
        }

        if (c.Relu)
        {
            expected = ScalarReference.Relu(expected);
        }

        using GuardedActivation input = new(x, c.Halo);
        using GuardedActivation? added = residual is null ? null : new(residual, c.ResidualHalo!.Value);
        using GuardedActivation output = new(c.Images, c.OutChannels, c.OutHeight, c.OutWidth, c.OutHalo);
        KernelHarness.Check(
            image =>
            {
                Activation from = input.From(image);
                Activation residualFrom = added is null ? default : added.From(image);
                return (in Worker w) => kernel(in w, from, output.From(0), residualFrom);
            },
            output,
            expected,
            magnitude,
            layer.Memory,
            finite: finite,
            memory: memory
        );
        return expected;
    }
}
