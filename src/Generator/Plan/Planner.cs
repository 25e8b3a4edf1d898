using System.Collections.Immutable;

namespace ResNetGen.Generator.Plan;

/// <summary>Derives the plan of a network from its spec. Pure: equal specs give equal plans.</summary>
internal sealed class Planner
{
    // What is not zero of an activation: see Activation.NonZero.
    private const double BehindReLU = 0.5;
    private const double BehindSum = 0.75;

    private readonly Spec _spec;
    private readonly List<BlockPlan> _blocks = [];
    private readonly List<FeatureMap> _featureMaps = [];

    private readonly int _lastImagewiseStage;

    // Images that the blocks being added take at once.
    private int _images;

    private Planner(Spec spec)
    {
        _spec = spec;
        _lastImagewiseStage = Imagewise.LastStage(spec);
    }

    public static NetworkPlan Plan(Spec spec) => new Planner(spec).Run();

    private NetworkPlan Run()
    {
        _images = _lastImagewiseStage >= 0 ? 1 : _spec.Batch;
        Activation x = AddStem();
        int imagewiseBlocks = _lastImagewiseStage >= 0 ? 1 : 0;
        for (int stage = 1; stage <= _spec.Stages.Count; stage++)
        {
            _images = stage <= _lastImagewiseStage ? 1 : _spec.Batch;
            for (int block = 0; block < _spec.Stages[stage - 1]; block++)
            {
                x = AddBlock(x, stage, block);
            }

            _featureMaps.Add(new FeatureMap($"layer{stage}", x));
            imagewiseBlocks = stage <= _lastImagewiseStage ? _blocks.Count : imagewiseBlocks;
        }

        (Features embedding, Features logits) = AddHead(x);
        SetImages(imagewiseBlocks);
        int imagewisePhases = _blocks.Take(imagewiseBlocks).Sum(block => block.Phases.Length);
        long workspace = WorkspaceLayout.Assign([.. _blocks.SelectMany(block => block.Phases)], imagewisePhases);
        return new NetworkPlan
        {
            Spec = _spec,
            Blocks = [.. _blocks],
            ImagewiseBlocks = imagewiseBlocks,
            FeatureMaps = [.. _featureMaps],
            Embedding = embedding,
            Logits = logits,
            WorkspaceFloats = workspace,
            WeightFloats = AssignWeights(),
        };
    }

    private Activation AddStem()
    {
        (int kernel, int stride) = _spec.Stem == Stem.Conv7x7 ? (7, 2) : (3, 1);
        InputPlanes planes = new(_spec.InputChannels, _spec.InputHeight, _spec.InputWidth, kernel / 2);
        Activation conv1 = new("conv1", _spec.BaseWidth, Halve(planes.Height, stride), Halve(planes.Width, stride))
        {
            NonZero = BehindReLU,
        };
        ImmutableArray<ImmutableArray<Operation>> phases =
        [
            [new PadInput(planes)],
            [new StemConvolution("conv1", "bn1", planes, conv1, kernel, stride)],
        ];
        _featureMaps.Add(new FeatureMap("relu", conv1));
        if (_spec.Stem == Stem.Conv3x3)
        {
            _blocks.Add(new BlockPlan("stem", 0, phases));
            return conv1;
        }

        Activation pooled = new("y", conv1.Channels, Halve(conv1.Height, 2), Halve(conv1.Width, 2));
        _featureMaps.Add(new FeatureMap("maxpool", pooled));
        if (CostModel.CheapestStem(_spec.Convolution, planes, conv1, kernel, stride) == Algorithm.StemWinograd)
        {
            phases =
            [
                [
                    new StemWinograd(
                        "conv1",
                        "bn1",
                        planes.Channels,
                        planes.Height,
                        planes.Width,
                        conv1,
                        pooled,
                        kernel,
                        stride
                    ),
                ],
            ];
        }
        else
        {
            conv1.NeedHalo(1);
            phases = phases.Add([new MaxPool(conv1, pooled)]);
        }

        _blocks.Add(new BlockPlan("stem", 0, phases));
        return pooled;
    }

    private Activation AddBlock(Activation x, int stage, int block)
    {
        string name = $"layer{stage}.{block}";
        int planes = _spec.BaseWidth << (stage - 1);
        int stride = stage > 1 && block == 0 ? 2 : 1;
        int height = Halve(x.Height, stride);
        int width = Halve(x.Width, stride);
        int outChannels = _spec.BlockType == BlockType.Basic ? planes : 4 * planes;

        Operation? shortcut = Shortcut(x, name, outChannels, stride);
        Activation residual = (Activation?)shortcut?.Writes ?? x;
        Activation y = new("y", outChannels, height, width) { NonZero = BehindSum };
        if (_spec.BlockType == BlockType.Basic)
        {
            Activation conv1 = new("conv1", planes, height, width) { NonZero = BehindReLU };
            AddPhases(
                name,
                stage,
                shortcut,
                Convolve($"{name}.conv1", $"{name}.bn1", x, conv1, kernel: 3, stride: stride),
                Convolve($"{name}.conv2", $"{name}.bn2", conv1, y, kernel: 3, residual: residual)
            );
        }
        else
        {
            int inner = (int)((long)planes * _spec.WidthPerGroup / 64) * _spec.Groups;
            bool early = _spec.BottleneckStride == BottleneckStride.Conv1x1;
            int stride1 = early ? stride : 1;
            Activation conv1 = new("conv1", inner, Halve(x.Height, stride1), Halve(x.Width, stride1))
            {
                NonZero = BehindReLU,
            };
            Activation conv2 = new("conv2", inner, height, width) { NonZero = BehindReLU };
            AddPhases(
                name,
                stage,
                shortcut,
                Convolve($"{name}.conv1", $"{name}.bn1", x, conv1, kernel: 1, stride: stride1),
                Convolve(
                    $"{name}.conv2",
                    $"{name}.bn2",
                    conv1,
                    conv2,
                    kernel: 3,
                    stride: early ? 1 : stride,
                    groups: _spec.Groups
                ),
                Convolve($"{name}.conv3", $"{name}.bn3", conv2, y, kernel: 1, residual: residual)
            );
        }

        return y;
    }

    // The shortcut depends on nothing but the block's input, so it shares the first convolution's phase.
    private void AddPhases(string name, int stage, Operation? shortcut, params Operation[] convolutions)
    {
        ImmutableArray<ImmutableArray<Operation>> phases =
        [
            .. convolutions.Select(convolution => ImmutableArray.Create(convolution)),
        ];
        if (shortcut is not null)
        {
            phases = phases.SetItem(0, phases[0].Add(shortcut));
        }

        _blocks.Add(new BlockPlan(name, stage, phases));
    }

    /// <summary>What a block does to its input before the sum; <see langword="null"/> for identity.</summary>
    private Operation? Shortcut(Activation x, string name, int outChannels, int stride)
    {
        bool changes = stride != 1 || x.Channels != outChannels;
        if (!changes && _spec.Shortcut != ResNetGen.Shortcut.ProjectionAlways)
        {
            return null;
        }

        Activation shortcut = new("shortcut", outChannels, Halve(x.Height, stride), Halve(x.Width, stride));
        return _spec.Shortcut == ResNetGen.Shortcut.ZeroPad
            ? new ZeroPadShortcut($"{name}.shortcut", x, shortcut, stride)
            : Convolve(
                $"{name}.downsample.0",
                $"{name}.downsample.1",
                x,
                shortcut,
                kernel: 1,
                stride: stride,
                relu: false
            );
    }

    private Convolution Convolve(
        string name,
        string batchNorm,
        Activation input,
        Activation output,
        int kernel,
        int stride = 1,
        int groups = 1,
        Activation? residual = null,
        bool relu = true
    )
    {
        input.NeedHalo(kernel / 2);
        Algorithm algorithm = CostModel.Cheapest(_spec.Convolution, _images, input, output, kernel, stride, groups);
        return new Convolution(
            name,
            batchNorm,
            input,
            output,
            residual,
            kernel,
            stride,
            groups,
            relu,
            _images,
            algorithm
        );
    }

    private (Features Embedding, Features Logits) AddHead(Activation x)
    {
        Features embedding = new(x.Channels);
        Features logits = new(_spec.Classes);
        _blocks.Add(
            new BlockPlan(
                "head",
                -1,
                [
                    [new GlobalAveragePool(x, embedding)],
                    [new Linear("fc", embedding, logits)],
                ]
            )
        );
        return (embedding, logits);
    }

    // What is written one image at a time is overwritten by the next, but for the output of the last such block, which
    // collects them all.
    private void SetImages(int imagewiseBlocks)
    {
        for (int i = 0; i < _blocks.Count; i++)
        {
            Buffer output = _blocks[i].Phases[_blocks[i].Phases.Length - 1][0].Writes;
            foreach (Operation operation in _blocks[i].Operations)
            {
                bool ofOneImage = i < imagewiseBlocks - 1 || (i == imagewiseBlocks - 1 && operation.Writes != output);
                operation.Writes.Images = ofOneImage ? 1 : _spec.Batch;
            }
        }
    }

    private long AssignWeights()
    {
        long offset = 0;
        foreach (Operation operation in _blocks.SelectMany(block => block.Operations))
        {
            operation.WeightsOffset = offset;
            offset += operation.PackedFloats;
        }

        return offset;
    }

    // All convolutions and the pool pad by half their kernel, so only the stride counts.
    private static int Halve(int size, int stride) => ((size - 1) / stride) + 1;
}
