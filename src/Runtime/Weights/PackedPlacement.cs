namespace ResNetGen.Weights;

/// <summary>Where packed weights may be for the kernels to read them in place. What is not is copied into aligned memory.</summary>
internal readonly record struct PackedPlacement
{
    private PackedPlacement(int alignment) => Alignment = (nuint)alignment;

    /// <summary>Whole lines of cache: kernels read any multiple of 4, but a vector that straddles two lines is read twice, in every run.</summary>
    public static PackedPlacement Aligned { get; } = new(64);

    /// <summary>
    /// Wherever a float can be. The compiler puts a resource at a multiple of 8 and its length before it, so that an embedded file is hardly ever aligned; a
    /// copy would take the memory and the time that it was embedded to save.
    /// </summary>
    public static PackedPlacement Embedded { get; } = new(sizeof(float));

    /// <summary>The first weight is at a multiple of this.</summary>
    public nuint Alignment { get; }
}
