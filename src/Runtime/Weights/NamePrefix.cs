namespace ResNetGen.Weights;

/// <summary>What wrappers of PyTorch put before every name: DataParallel, Lightning and the like, torch.compile.</summary>
internal static class NamePrefix
{
    private static readonly string[] Wrappers = ["module.", "model.", "_orig_mod."];

    /// <summary>
    /// The one prefix, of any number of wrappers, under which most of the expected names are found;
    /// where none is found, the longest that most names have.
    /// </summary>
    public static string Find(IEnumerable<string> names, IReadOnlySet<string> expected)
    {
        var candidates = new Dictionary<string, (int Found, int Bearers)>();
        foreach (var name in names)
        {
            for (var length = 0; length >= 0; length = Next(name, length))
            {
                var (found, bearers) = candidates.GetValueOrDefault(name[..length]);
                candidates[name[..length]] = (found + (expected.Contains(name[length..]) ? 1 : 0), bearers + 1);
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
        var length = 0;
        for (var next = 0; next >= 0; next = Next(name, next))
            length = next;
        return name[length..];
    }

    private static int Next(string name, int start)
    {
        foreach (var wrapper in Wrappers)
        {
            if (name.AsSpan(start).StartsWith(wrapper, StringComparison.Ordinal))
                return start + wrapper.Length;
        }

        return -1;
    }
}
