using System.Globalization;

namespace ResNetGen.Weights;

/// <summary>
/// How one kind of tensor is called somewhere, and what torchvision calls it: texts of as many parts between dots, with
/// <c>{stage}</c>, <c>{block}</c>, <c>{number}</c> (of a layer in its block) and <c>{norm}</c> (a tensor of a batch
/// norm) at the end of a part.
/// </summary>
internal sealed class NamingRule
{
    private readonly (string Text, string Hole)[] _parts;
    private readonly string? _canonical;

    /// <param name="pattern">What it is called.</param>
    /// <param name="canonical">torchvision's name; <see langword="null"/> for the same.</param>
    public NamingRule(string pattern, string? canonical = null)
    {
        _parts =
        [
            .. pattern
                .Split('.')
                .Select(part => part.IndexOf('{') is >= 0 and var hole ? (part[..hole], part[hole..]) : (part, "")),
        ];
        _canonical = canonical;
    }

    /// <summary>Looks at the last parts of a name, as many as the pattern has.</summary>
    /// <param name="name">A name with any prefix.</param>
    /// <param name="first">What the first stage, and the first layer of a block, are counted from.</param>
    /// <returns>The length of the prefix, and torchvision's name; <see langword="null"/> if it is called
    /// otherwise.</returns>
    public (int Prefix, string Canonical)? Match(string name, (int Stage, int Number) first)
    {
        int start = name.Length + 1;
        for (int part = 0; part < _parts.Length; part++)
        {
            if (start <= 0)
            {
                return null;
            }

            start = name.AsSpan(0, start - 1).LastIndexOf('.') + 1;
        }

        int stage = 0,
            block = 0,
            number = 0;
        ReadOnlySpan<char> norm = default,
            rest = name.AsSpan(start);
        foreach ((string text, string hole) in _parts)
        {
            int dot = rest.IndexOf('.');
            ReadOnlySpan<char> part = dot < 0 ? rest : rest[..dot];
            rest = rest[(dot + 1)..];
            if (!part.StartsWith(text, StringComparison.Ordinal))
            {
                return null;
            }

            ReadOnlySpan<char> value = part[text.Length..];
            bool fits = hole switch
            {
                "{stage}" => TryCount(value, first.Stage, out stage),
                "{block}" => TryCount(value, 0, out block),
                "{number}" => TryCount(value, first.Number, out number),
                "{norm}" => value is "weight" or "bias" or "running_mean" or "running_var",
                _ => value.IsEmpty,
            };
            if (!fits)
            {
                return null;
            }

            norm = hole == "{norm}" ? value : norm;
        }

        return (
            start,
            _canonical
                ?.Replace("{stage}", Text(stage), StringComparison.Ordinal)
                .Replace("{block}", Text(block - 1), StringComparison.Ordinal)
                .Replace("{number}", Text(number), StringComparison.Ordinal)
                .Replace("{norm}", norm.ToString(), StringComparison.Ordinal)
                ?? name[start..]
        );
    }

    /// <summary>A number as a program writes it, counted from 1: two names are never one.</summary>
    private static bool TryCount(ReadOnlySpan<char> text, int first, out int count)
    {
        bool isNumber =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && (text.Length == 1 || text[0] != '0')
            && count >= first
            && count < int.MaxValue;
        count = isNumber ? count - first + 1 : 0;
        return isNumber;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
