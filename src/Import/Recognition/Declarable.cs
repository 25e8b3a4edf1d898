using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Sees that the generator will take a declaration.</summary>
internal static class Declarable
{
    /// <param name="file">The path, for the message.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="WeightFileException">The generator would refuse it.</exception>
    public static void Check(string file, NetworkDeclaration network)
    {
        if (DeclarationRules.WhatIsWrong(network) is { } problem)
        {
            throw new WeightFileException(file, $"{network} is no network to be declared: {problem}");
        }

        if (DeclarationRules.WhatIsWrongWithImages(network) is { } wrongImages)
        {
            throw new WeightFileException(
                file,
                $"{network} is no network to be declared: {wrongImages}",
                "Give another size: --input 224x160, rows by columns."
            );
        }
    }
}
