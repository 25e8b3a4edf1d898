namespace ResNetGen.Runtime;

/// <summary>
/// Declares a kernel that src/KernelGenerator writes, on a static partial method that gives it for a
/// <see cref="VectorWidth"/>. Further parameters of the method choose by the property of the same name; one that an
/// attribute leaves out fits any value. A width without a kernel gives the default.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal abstract class KernelAttribute : Attribute
{
    /// <summary>Bits of a vector: 512, 256 or 128; left out, a kernel for each.</summary>
    public int Bits { get; init; }

    /// <summary>
    /// Registers that hold such a vector: 32 of 128 bits for Arm64; left out, as many as every processor with these
    /// vectors has, 32 of 512 bits and 16 below.
    /// </summary>
    public int Registers { get; init; }
}
