using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>Recognises a network by names and shapes of its tensors.</summary>
internal static class TensorRecogniser
{
    public static ImportedNetwork Recognise(Checkpoint checkpoint, ImportOptions options)
    {
        NetworkSketch sketch = new(checkpoint.Tensors.Select(tensor => (tensor.Name, tensor.Shape)));
        if (sketch.Stages.Count == 0 || sketch.Stem is not { } stem)
        {
            throw new WeightFileException(
                checkpoint.Name,
                "its tensors are not those of a ResNet with torchvision's names",
                "See which there are with 'resnetgen inspect'."
            );
        }

        NetworkDeclaration declaration = new()
        {
            BlockType = sketch.BlockType,
            Stages = sketch.Stages,
            BaseWidth = (int)stem[0],
            InputChannels = (int)stem[1],
            InputHeight = options.InputHeight ?? 224,
            InputWidth = options.InputWidth ?? 224,
        };
        return new(declaration, [.. checkpoint.Tensors.Select(tensor => ImportedTensor.Copy(tensor.Name, tensor))]);
    }
}
