namespace ResNetGen.KernelGenerator.Declarations;

/// <summary>Vectors that kernels are declared for: how wide they are, and how many of them registers hold.</summary>
/// <param name="Bits">Bits of a vector.</param>
/// <param name="Registers">Vector registers.</param>
/// <param name="Test">
/// What C# asks whether they are the ones to use: constants where a compiler knows the processor, so that it drops what
/// it cannot use. <see langword="null"/> for what is left.
/// </param>
/// <param name="LinkedTest">
/// What it asks where a program that is compiled for fewer bits may be linked with an object that has the kernels;
/// <see langword="null"/> if there is none.
/// </param>
internal sealed record VectorSet(int Bits, int Registers, string? Test, string? LinkedTest = null)
{
    /// <summary>In the order of choice.</summary>
    public static readonly VectorSet[] All =
    [
        new(
            512,
            32,
            "Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512",
            "Vectors512.AreLinked && width == VectorWidth.Vector512"
        ),
        new(256, 16, "Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256"),
        // Arm64 has no other width to ask for.
        new(128, 32, "AdvSimd.Arm64.IsSupported"),
        new(128, 16, null),
    ];

    /// <summary>What tells kernels for these vectors from others by name.</summary>
    public string Name => this == Default(Bits) ? $"{Bits}" : $"{Registers}Of{Bits}";

    /// <summary>
    /// Arm64's. A multiply-add takes any lane of a register as a factor of all lanes, and one instruction loads two
    /// vectors side by side.
    /// </summary>
    public bool IsArm64 => (Bits, Registers) == (128, 32);

    /// <summary>The vectors of so many bits in the fewest registers, which each processor that has them has.</summary>
    public static VectorSet? Default(int bits) => All.LastOrDefault(vectors => vectors.Bits == bits);

    /// <summary>The counts of registers that there are for so many bits.</summary>
    public static int[] RegistersOf(int bits) =>
        [.. All.Where(vectors => vectors.Bits == bits).Select(vectors => vectors.Registers)];
}
