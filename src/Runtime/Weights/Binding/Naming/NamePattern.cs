namespace ResNetGen.Weights;

/// <summary>Names with <c>*</c> for any characters and <c>?</c> for one: <c>aux_head.*</c>.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name is one of those.</summary>
    public static bool MatchesAny(IReadOnlyList<string> patterns, string name) =>
        patterns.Any(pattern => Matches(pattern, name));

    /// <summary>Patterns for names: what stands before their first dots, as far as no name of the network has
    /// it.</summary>
    /// <param name="names">Names to match.</param>
    /// <param name="others">Names not to match.</param>
    public static IReadOnlyList<string> For(IEnumerable<string> names, IEnumerable<string> others)
    {
        HashSet<string> taken = [];
        foreach (string other in others)
        {
            for (int dot = other.IndexOf('.'); dot >= 0; dot = other.IndexOf('.', dot + 1))
            {
                taken.Add(other[..(dot + 1)]);
            }
        }

        List<string> patterns = [];
        HashSet<string> known = [];
        foreach (string name in names)
        {
            int dot = name.IndexOf('.');
            while (dot >= 0 && taken.Contains(name[..(dot + 1)]))
            {
                dot = name.IndexOf('.', dot + 1);
            }

            string pattern = dot < 0 ? name : name[..(dot + 1)] + "*";
            if (known.Add(pattern))
            {
                patterns.Add(pattern);
            }
        }

        return patterns;
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // The last star takes one character more whenever what follows it does not fit.
        int star = -1,
            behind = 0,
            at = 0;
        int next = 0;
        while (at < name.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                behind = at;
            }
            else if (next < pattern.Length && (pattern[next] == name[at] || pattern[next] == '?'))
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++behind;
            }
            else
            {
                return false;
            }
        }

        return pattern[next..].TrimStart('*').IsEmpty;
    }
}
