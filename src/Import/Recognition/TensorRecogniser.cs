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
            Stem = stem[2] == 7 ? Stem.Conv7x7 : Stem.Conv3x3,
            Shortcut = sketch.Projections.Count == 0 ? Shortcut.ZeroPad : Shortcut.Projection,
            Groups = (int)(sketch.Grouping()?.Groups ?? 1),
            WidthPerGroup = (int)(sketch.Grouping()?.WidthPerGroup ?? 64),
            Classes = (int)(sketch.Shape("fc.weight", 2)?[0] ?? 0),
            BottleneckStride = options.BottleneckStride ?? BottleneckStride.Conv3x3,
            InputHeight = options.InputHeight ?? 224,
            InputWidth = options.InputWidth ?? 224,
        };
        return new(declaration, [.. checkpoint.Tensors.Select(tensor => ImportedTensor.Copy(tensor.Name, tensor))])
        {
            Assumed = options.BottleneckStride is null ? [nameof(declaration.BottleneckStride)] : [],
            Notes = options.InputHeight is null
                ? ["Images are taken to have 224 x 224 pixels: say their size with --input ROWSxCOLUMNS."]
                : [],
        };
    }
}
