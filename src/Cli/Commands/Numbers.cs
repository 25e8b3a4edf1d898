using System.CommandLine.Parsing;
using System.Globalization;

namespace ResNetGen.Cli.Commands;

/// <summary>Reads the numbers that options take.</summary>
internal static class Numbers
{
    /// <summary>A whole number.</summary>
    public static int? Whole(ArgumentResult result, int most, int least = 1)
    {
        string text = result.Tokens[0].Value;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= least
            && value <= most
        )
        {
            return value;
        }

        string range = most == int.MaxValue ? $"from {least}" : $"from {least} to {most}";
        result.AddError($"'{text}' is no whole number {range}, which {Name(result)} needs.");
        return null;
    }

    /// <summary>A number above 0.</summary>
    public static double Positive(ArgumentResult result, int most)
    {
        string text = result.Tokens[0].Value;
        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value > 0
            && value <= most
        )
        {
            return value;
        }

        result.AddError($"'{text}' is no number above 0 and up to {most}, which {Name(result)} needs.");
        return 0;
    }

    /// <summary>A part of a whole.</summary>
    public static double? Part(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value is >= 0 and <= 1
        )
        {
            return value;
        }

        result.AddError($"'{text}' is no number from 0 to 1, which {Name(result)} needs.");
        return null;
    }

    private static string Name(ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;
}
