namespace ResNetGen.Cli.Jobs;

/// <summary>Sequences that are in order, merged into one.</summary>
internal static class OrderedMerge
{
    /// <summary>Merges sequences whose items are in the ordinal order of their paths. Each is one item ahead.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<IEnumerable<T>> sequences, Func<T, string> pathOf)
    {
        IEnumerator<T>[] enumerators = [.. sequences.Select(sequence => sequence.GetEnumerator())];
        try
        {
            PriorityQueue<IEnumerator<T>, string> next = new(StringComparer.Ordinal);
            foreach (IEnumerator<T> enumerator in enumerators)
            {
                Advance(enumerator);
            }

            while (next.TryDequeue(out IEnumerator<T>? first, out _))
            {
                yield return first.Current;
                Advance(first);
            }

            void Advance(IEnumerator<T> enumerator)
            {
                if (enumerator.MoveNext())
                {
                    next.Enqueue(enumerator, pathOf(enumerator.Current));
                }
            }
        }
        finally
        {
            foreach (IEnumerator<T> enumerator in enumerators)
            {
                enumerator.Dispose();
            }
        }
    }
}
