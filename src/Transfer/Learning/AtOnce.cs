using System.Runtime.ExceptionServices;

namespace ResNetGen.Transfer;

/// <summary>Independent pieces of work, on all processors.</summary>
internal static class AtOnce
{
    /// <summary>Does each of them. What one throws is thrown as it is.</summary>
    public static void ForEach<T>(IEnumerable<T> items, Action<T> work, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.ForEach(
                items,
                new ParallelOptions
                {
                    CancellationToken = cancellationToken,
                    MaxDegreeOfParallelism = Environment.ProcessorCount,
                },
                work
            );
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
