using System.Globalization;

namespace ResNetGen.Import;

/// <summary>What was read of a checkpoint.</summary>
/// <param name="Format">How it is stored.</param>
/// <param name="Tensors">All tensors; each knows its file.</param>
/// <param name="Metadata">What its writer noted.</param>
internal sealed record CheckpointContent(
    CheckpointFormat Format,
    IReadOnlyList<CheckpointTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata
)
{
    /// <summary>What is computed with the tensors, if the checkpoint tells.</summary>
    public OnnxNetwork? Network { get; init; }

    /// <summary>What a pickle notes beside its tensors: text and numbers in its outermost dict.</summary>
    public static Dictionary<string, string> Notes(object? pickle)
    {
        Dictionary<string, string> notes = [];
        foreach ((object? key, object? value) in (pickle as PickleDict)?.Pairs ?? [])
        {
            string? note = value switch
            {
                string text => text,
                bool truth => truth ? "True" : "False",
                long number => number.ToString(CultureInfo.InvariantCulture),
                double number => number.ToString(CultureInfo.InvariantCulture),
                _ => null,
            };
            if (key is string name && note is not null)
            {
                notes[name] = note;
            }
        }

        return notes;
    }
}
