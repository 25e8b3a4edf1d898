namespace ResNetGen.Weights;

/// <summary>
/// What wrappers of PyTorch put before every name: DataParallel, Lightning and the like, torch.compile.
/// </summary>
internal static class NamePrefix
{
    // Each is a prefix of its own to count. Checkpoints of wrapped wrappers have three: _orig_mod.module.model.
    private const int MostWrappers = 8;

    private static readonly string[] Wrappers = ["module.", "model.", "_orig_mod."];

    /// <summary>
    /// The one prefix, of up to eight wrappers, under which most of the expected names are found;
    /// where none is found, the longest that most names have.
    /// </summary>
    public static string Find(IEnumerable<string> names, HashSet<string> expected)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> expectedSpans = expected.GetAlternateLookup<
            ReadOnlySpan<char>
        >();
        Dictionary<string, (int Found, int Bearers)> candidates = new();
        Dictionary<string, (int Found, int Bearers)>.AlternateLookup<ReadOnlySpan<char>> candidateSpans =
            candidates.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string name in names)
        {
            int length = 0;
            for (int wrappers = 0; length >= 0 && wrappers <= MostWrappers; wrappers++, length = Next(name, length))
            {
                ReadOnlySpan<char> prefix = name.AsSpan(0, length);
                candidateSpans.TryGetValue(prefix, out (int Found, int Bearers) candidate);
                candidateSpans[prefix] = (
                    candidate.Found + (expectedSpans.Contains(name.AsSpan(length)) ? 1 : 0),
                    candidate.Bearers + 1
                );
            }
        }

        return candidates
            .OrderByDescending(candidate => candidate.Value.Found)
            .ThenByDescending(candidate => candidate.Value.Bearers)
            .ThenByDescending(candidate => candidate.Key.Length)
            .Select(candidate => candidate.Key)
            .FirstOrDefault("");
    }

    /// <summary>The name without any wrapper.</summary>
    public static string Strip(string name)
    {
        int length = 0;
        for (int next = 0; next >= 0; next = Next(name, next))
        {
            length = next;
        }

        return name[length..];
    }

    private static int Next(string name, int start)
    {
        foreach (string wrapper in Wrappers)
        {
            if (name.AsSpan(start).StartsWith(wrapper, StringComparison.Ordinal))
            {
                return start + wrapper.Length;
            }
        }

        return -1;
    }
}
