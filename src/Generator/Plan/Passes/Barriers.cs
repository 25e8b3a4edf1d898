using System.Collections.Immutable;

namespace ResNetGen.Generator.Plan;

/// <summary>
/// Where barriers stand: an operation runs one phase behind the last one in its block that it reads.
/// </summary>
internal static class Barriers
{
    public static ImmutableArray<ImmutableArray<Operation>> Of(ImmutableArray<Operation> operations)
    {
        Dictionary<Buffer, int> writtenAt = [];
        foreach (Operation operation in operations)
        {
            int phase = operation
                .Reads.Select(buffer => writtenAt.TryGetValue(buffer, out int before) ? before + 1 : 0)
                .DefaultIfEmpty()
                .Max();
            writtenAt.Add(operation.Writes, phase);
        }

        return
        [
            .. operations
                .GroupBy(operation => writtenAt[operation.Writes])
                .OrderBy(phase => phase.Key)
                .Select(phase => phase.ToImmutableArray()),
        ];
    }
}
