using System.Globalization;

namespace ResNetGen.Bench.Start;

/// <summary>What both programs have in common: the image, and what they print.</summary>
internal static class Case
{
    public const int ImageLength = 3 * 224 * 224;
    public const int Classes = 1000;

    /// <summary>An image by a formula, in [-2, 2).</summary>
    public static float[] Image()
    {
        float[] image = new float[ImageLength];
        uint state = 2015;
        for (int i = 0; i < image.Length; i++)
        {
            // Numerical Recipes' linear congruential generator; its upper bits are the good ones.
            state = (state * 1664525) + 1013904223;
            image[i] = ((state >> 8) / (float)(1 << 22)) - 2;
        }

        return image;
    }

    /// <summary>Prints the most probable class and its logit; all logits, one a line, if asked to.</summary>
    public static void Print(float[] logits, bool all)
    {
        int top = Array.IndexOf(logits, logits.Max());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"class {top} logit {logits[top]}"));
        if (all)
        {
            Console.WriteLine(string.Join('\n', logits.Select(logit => logit.ToString(CultureInfo.InvariantCulture))));
        }
    }
}
