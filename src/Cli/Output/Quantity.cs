using System.Globalization;
using static System.FormattableString;

namespace ResNetGen.Cli.Output;

/// <summary>Numbers for people; for machines there is <c>--json</c>.</summary>
internal static class Quantity
{
    /// <summary>11,689,512.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1.814 G.</summary>
    public static string Scaled(long value) =>
        value switch
        {
            >= 1_000_000_000 => Invariant($"{value / 1e9:F3} G"),
            >= 1_000_000 => Invariant($"{value / 1e6:F3} M"),
            >= 1_000 => Invariant($"{value / 1e3:F3} k"),
            _ => Invariant($"{value}"),
        };

    /// <summary>44.6 MiB.</summary>
    public static string Bytes(long value) =>
        value switch
        {
            >= 1 << 30 => Invariant($"{value / (double)(1 << 30):F1} GiB"),
            >= 1 << 20 => Invariant($"{value / (double)(1 << 20):F1} MiB"),
            _ => Invariant($"{value / (double)(1 << 10):F1} KiB"),
        };

    /// <summary>99.3 %, and "-" where there is nothing to count.</summary>
    public static string Percent(double fraction) => double.IsNaN(fraction) ? "-" : Invariant($"{fraction * 100:F1} %");

    /// <summary>3 x 224 x 224.</summary>
    public static string Shape(int channels, int height, int width) => Invariant($"{channels} x {height} x {width}");

    /// <summary>2 threads.</summary>
    public static string Counted(int count, string noun) => Counted(count, noun, noun + "s");

    public static string Counted(int count, string noun, string nouns) =>
        Invariant($"{count} {(count == 1 ? noun : nouns)}");
}
