using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace ResNetGen.Transfer;

/// <summary>One way to divide pictures into those that are learnt from and those that are held out.</summary>
/// <param name="Train">Pictures to learn from, in their order.</param>
/// <param name="Test">Pictures that are held out, in their order.</param>
internal sealed record Fold(IReadOnlyList<int> Train, IReadOnlyList<int> Test);

/// <summary>
/// Divides pictures into parts of the same size, with as many of each class as can be. A picture's features decide where
/// it goes: neither a random number nor the order of files does.
/// </summary>
internal static class StratifiedFolds
{
    public static IReadOnlyList<Fold> Split(LabelledEmbeddings data, int folds)
    {
        int[] parts = new int[data.Count];
        int next = 0;
        foreach (
            IGrouping<int, int> pictures in Enumerable
                .Range(0, data.Count)
                .GroupBy(data.ClassOf)
                .OrderBy(group => group.Key)
        )
        {
            foreach (
                int picture in pictures.OrderBy(picture => Hash(data.Features(picture))).ThenBy(picture => picture)
            )
            {
                parts[picture] = next++ % folds;
            }
        }

        return
        [
            .. Enumerable
                .Range(0, folds)
                .Select(fold => new Fold(
                    [.. Enumerable.Range(0, data.Count).Where(picture => parts[picture] != fold)],
                    [.. Enumerable.Range(0, data.Count).Where(picture => parts[picture] == fold)]
                )),
        ];
    }

    private static ulong Hash(ReadOnlySpan<float> features) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(features));
}
