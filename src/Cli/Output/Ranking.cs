namespace ResNetGen.Cli.Output;

/// <summary>From logits to the most probable classes, with their labels.</summary>
internal sealed class Ranking(int top, IReadOnlyList<string>? labels)
{
    /// <summary>The most probable classes, the first first; of equal ones that with the lower number.</summary>
    public IReadOnlyList<Guess> Of(ReadOnlySpan<float> logits)
    {
        ClassProbability[] classes = new ClassProbability[top];
        ClassProbability.FromLogits(logits, classes);
        return [.. classes.Select(one => new Guess(one.Class, labels?[one.Class], one.Probability))];
    }

    /// <summary>The probabilities of all classes, in their order.</summary>
    public static float[] Probabilities(ReadOnlySpan<float> logits)
    {
        ClassProbability[] classes = new ClassProbability[logits.Length];
        ClassProbability.FromLogits(logits, classes);
        float[] probabilities = new float[logits.Length];
        foreach (ClassProbability one in classes)
        {
            probabilities[one.Class] = one.Probability;
        }

        return probabilities;
    }
}
