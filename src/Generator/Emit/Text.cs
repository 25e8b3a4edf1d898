using System.Globalization;
using ResNetGen.Generator.Plan;

namespace ResNetGen.Generator.Emit;

/// <summary>Numbers and shapes as emitted code writes them, in the invariant culture.</summary>
internal static class Text
{
    /// <summary>A literal with its thousands apart: <c>295_936</c>.</summary>
    public static string Literal(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_');

    /// <summary>A number for people: <c>11,689,512</c>.</summary>
    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Multiply-adds for people: <c>115.6 M</c>, <c>4.089 G</c>.</summary>
    public static string MultiplyAdds(long value) =>
        value switch
        {
            >= 1_000_000_000 => (value / 1e9).ToString("0.000", CultureInfo.InvariantCulture) + " G",
            >= 100_000 => (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M",
            >= 1_000 => (value / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " k",
            _ => Number(value),
        };

    /// <summary>Bytes for people: <c>4.2 MB</c>, <c>15.4 kB</c>.</summary>
    public static string Bytes(long value) =>
        value >= 100_000
            ? (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB"
            : (value / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB";

    /// <summary><c>56x56</c>.</summary>
    public static string Size(Activation activation) => $"{activation.Height}x{activation.Width}";

    /// <summary>A string literal.</summary>
    public static string Quote(string value) => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
