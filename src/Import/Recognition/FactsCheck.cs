using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Holds what files beside weights say against what the weights are.</summary>
internal static class FactsCheck
{
    /// <exception cref="WeightFileException">They contradict each other.</exception>
    public static void Hold(NetworkFacts facts, NetworkDeclaration declaration)
    {
        Check("blocks", facts.BlockType, declaration.BlockType);
        Check("a stem of width", facts.BaseWidth, declaration.BaseWidth);
        Check("groups", facts.Groups, declaration.Groups);
        Check("a width per group of", facts.WidthPerGroup, declaration.WidthPerGroup);
        Check("input channels", facts.InputChannels, declaration.InputChannels);
        CheckList("stages of", facts.Stages, declaration.Stages);
        CheckList(
            "stages with channels",
            facts.StageChannels,
            [.. NetworkShape.Of(declaration).Stages.Select(stage => (int)stage[^1].Output.Channels)]
        );

        // Any backbone may have the file of a whole network beside it, of timm's or of transformers'.
        if (declaration.Classes > 0)
        {
            Check("classes", facts.Classes, declaration.Classes);
        }

        void Check<T>(string what, T? said, T found)
            where T : struct
        {
            if (said is { } value && !value.Equals(found))
            {
                throw Contradiction(what, $"{value}", $"{found}");
            }
        }

        void CheckList(string what, IReadOnlyList<int>? said, IReadOnlyList<int> found)
        {
            if (said is not null && !said.SequenceEqual(found))
            {
                string more =
                    said.Count == 0 ? "none"
                    : said.Count > NetworkLimits.Stages ? "-..."
                    : "";
                throw Contradiction(
                    what,
                    string.Join('-', said.Take(NetworkLimits.Stages)) + more,
                    string.Join('-', found)
                );
            }
        }

        WeightFileException Contradiction(string what, string said, string found) =>
            new(
                facts.Source,
                $"it says {what} {said}, and the weights are of {what} {found}",
                "Take the file that came with the weights, or move it away if it is none of theirs."
            );
    }
}
