namespace ResNetGen.Weights;

/// <summary>What a packed file says of itself.</summary>
/// <param name="Model">Full name of the class that it was packed for.</param>
/// <param name="Declaration">That class's attribute.</param>
/// <param name="Storage">How its weights are stored.</param>
/// <param name="FileBytes">Its size.</param>
public sealed record PackedWeightsInfo(string Model, string Declaration, WeightStorage Storage, long FileBytes);
