namespace ResNetGen.Imaging.Jpeg;

/// <summary>What the frame header says of a component (ITU-T T.81, B.2.2).</summary>
/// <param name="Id">Its name in scan headers (Ci).</param>
/// <param name="HorizontalFactor">Its horizontal sampling factor (Hi), 1 to 4.</param>
/// <param name="VerticalFactor">Its vertical sampling factor (Vi), 1 to 4.</param>
/// <param name="QuantisationIndex">The number of its quantisation table (Tqi).</param>
internal readonly record struct ComponentHeader(
    byte Id,
    int HorizontalFactor,
    int VerticalFactor,
    int QuantisationIndex
);
