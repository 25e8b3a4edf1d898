namespace ResNetGen.Zoo;

/// <summary>What somebody may have meant who typed a name wrong.</summary>
internal static class NearestNames
{
    private const int Suggested = 3;

    /// <summary>
    /// The three nearest to <paramref name="typed"/>, the nearest first; case, hyphens and underscores do not count.
    /// </summary>
    public static IReadOnlyList<string> To(string typed, IEnumerable<string> names)
    {
        string plain = Plain(typed);
        return [.. names.OrderBy(name => Distance(plain, Plain(name))).Take(Suggested)];
    }

    private static string Plain(string name) => name.Replace("-", "").Replace("_", "").ToLowerInvariant();

    /// <summary>Levenshtein's distance: letters to insert, delete or replace.</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
