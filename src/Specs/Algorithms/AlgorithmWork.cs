namespace ResNetGen;

/// <summary>What an algorithm does in one call: the quantities that a cost model weighs.</summary>
/// <param name="Products">Multiply-adds at full speed.</param>
/// <param name="Weights">Floats of weights that pass by.</param>
/// <param name="KeptProducts">Multiply-adds that are left where others are skipped.</param>
/// <param name="TransformedValues">Floats that are transformed, in either direction.</param>
/// <param name="TransformedTaps">How often nine taps become 36 weights in registers.</param>
internal readonly record struct AlgorithmWork(
    double Products,
    double Weights,
    double KeptProducts = 0,
    double TransformedValues = 0,
    double TransformedTaps = 0
);
