using ResNetGen.Generator;

namespace ResNetGen.KernelGenerator.Declarations;

/// <summary>The numbers of one declared kernel: those that its attribute sets.</summary>
/// <param name="Bits">Bits of a vector.</param>
/// <param name="Values">The others by name.</param>
internal sealed record KernelNumbers(int Bits, EquatableArray<KernelNumber> Values)
{
    /// <summary>The vectors; <see langword="null"/> where there are none with these bits and registers.</summary>
    public VectorSet? Vectors =>
        TextOf("Registers") is null
            ? VectorSet.Default(Bits)
            : VectorSet.All.FirstOrDefault(vectors => (vectors.Bits, vectors.Registers) == (Bits, this["Registers"]));

    /// <summary>A number, or 0 where the attribute does not set it.</summary>
    public int this[string name] => Values.FirstOrDefault(value => value.Name == name).Value;

    /// <summary>A number as C#; <see langword="null"/> where the attribute does not set it.</summary>
    public string? TextOf(string name) => Values.FirstOrDefault(value => value.Name == name).Text;
}

/// <summary>A property that an attribute sets: a whole number, or 0 and 1 for false and true.</summary>
internal readonly record struct KernelNumber(string Name, int Value, string Text);
