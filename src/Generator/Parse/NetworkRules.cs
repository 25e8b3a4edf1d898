using System.Globalization;
using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// What a network must be to be written out. Rules that need a value which another rule has refused are silent.
/// </summary>
internal sealed class NetworkRules
{
    private readonly Spec _spec;
    private readonly SpecArguments _arguments;
    private readonly DiagnosticSink _sink;
    private readonly HashSet<string> _wrong = [];

    private NetworkRules(Spec spec, SpecArguments arguments, DiagnosticSink sink)
    {
        _spec = spec;
        _arguments = arguments;
        _sink = sink;
    }

    public static void Check(Spec spec, SpecArguments arguments, DiagnosticSink sink) =>
        new NetworkRules(spec, arguments, sink).Check();

    private void Check()
    {
        CheckDepth();
        CheckBlockType();
        CheckStages();

        foreach ((string property, int least, int most) in NetworkLimits.Numbers)
        {
            CheckRange(property, least, most);
        }

        CheckMember<Stem>(nameof(Spec.Stem));
        CheckMember<Shortcut>(nameof(Spec.Shortcut));
        CheckMember<BottleneckStride>(nameof(Spec.BottleneckStride));
        CheckMember<ConvolutionMode>(nameof(Spec.Convolution));

        CheckInputSize(nameof(Spec.InputHeight), _spec.InputHeight);
        CheckInputSize(nameof(Spec.InputWidth), _spec.InputWidth);
        CheckBasicBlocks();
        CheckGroupWidth();
        CheckNativeExport();
        CheckSize();
    }

    private void CheckDepth()
    {
        if (_arguments.Depth is { } depth && DepthPreset.Find(depth) is null)
        {
            Refuse(nameof(Spec.BlockType), nameof(Spec.Stages));
            _sink.Report(
                Descriptors.UnknownDepth,
                _arguments.PlaceOfParameter("depth"),
                Code(depth),
                Depths.Advise(depth)
            );
        }
    }

    private void CheckBlockType()
    {
        if (_arguments is { Depth: null, BlockType: null })
        {
            Refuse(nameof(Spec.BlockType), nameof(Spec.Stages));
        }
        else if (_arguments.BlockType is { } value && !Enum.IsDefined(typeof(BlockType), value))
        {
            Refuse(nameof(Spec.BlockType));
            SyntaxNode place = _arguments.PlaceOfParameter("blockType");
            _sink.Report(Descriptors.UnknownEnumMember, place, nameof(BlockType), Text(value), Members<BlockType>());
        }
    }

    private void CheckStages()
    {
        if (_arguments.Depth is not null)
        {
            return;
        }

        if (_arguments.Stages is not { } stages)
        {
            Refuse(nameof(Spec.Stages));
            return;
        }

        int known = _sink.Count;
        if (stages.Length == 0)
        {
            (string blockType, string example) =
                _spec.BlockType == BlockType.Bottleneck
                    ? (nameof(BlockType.Bottleneck), "3, 4, 6, 3")
                    : (nameof(BlockType.Basic), "2, 2, 2, 2");
            _sink.Report(Descriptors.NoStages, _arguments.Syntax, blockType, example);
        }

        if (stages.Length > NetworkLimits.Stages)
        {
            _sink.Report(
                Descriptors.TooManyStages,
                _arguments.PlaceOfStage(NetworkLimits.Stages),
                Text(stages.Length),
                Text(NetworkLimits.Stages)
            );
        }

        for (int stage = 0; stage < stages.Length; stage++)
        {
            if (stages[stage] < 1)
            {
                _sink.Report(
                    Descriptors.EmptyStage,
                    _arguments.PlaceOfStage(stage),
                    Text(stage + 1),
                    Text(stages[stage])
                );
            }
        }

        long blocks = stages.Sum(count => (long)Math.Max(count, 0));
        if (blocks > NetworkLimits.Blocks)
        {
            int largest = Array.IndexOf(stages, stages.Max());
            _sink.Report(
                Descriptors.TooManyBlocks,
                _arguments.PlaceOfStage(largest),
                Text(blocks),
                Text(NetworkLimits.Blocks)
            );
        }

        if (_sink.Count > known)
        {
            Refuse(nameof(Spec.Stages));
        }
    }

    private void CheckRange(string name, int least, int most)
    {
        if (_arguments[name] is not { } value)
        {
            Refuse(name);
        }
        else if (value < least || value > most)
        {
            Refuse(name);
            int example = value > most ? most : SpecArguments.DefaultOf(name);
            _sink.Report(
                Descriptors.NumberOutOfRange,
                _arguments.PlaceOf(name),
                name,
                Text(value),
                Text(least),
                Text(most),
                Code(example)
            );
        }
    }

    private void CheckMember<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (_arguments[name] is not { } value)
        {
            Refuse(name);
        }
        else if (!Enum.IsDefined(typeof(TEnum), value))
        {
            Refuse(name);
            _sink.Report(Descriptors.UnknownEnumMember, _arguments.PlaceOf(name), name, Text(value), Members<TEnum>());
        }
    }

    /// <summary>
    /// PyTorch runs smaller images too: a single pixel stays one when it is halved, and the layers behind it see
    /// padding.
    /// </summary>
    private void CheckInputSize(string name, int size)
    {
        if (!AreRight(name, nameof(Spec.Stem), nameof(Spec.Stages)))
        {
            return;
        }

        int smallest = NetworkShape.SmallestInput(_spec.Stem, _spec.Stages.Count);
        if (size < smallest)
        {
            // No promise that the other stem does not keep.
            bool smallStemFits =
                _spec.Stem != Stem.Conv3x3 && size >= NetworkShape.SmallestInput(Stem.Conv3x3, _spec.Stages.Count);
            string advice = smallStemFits ? ", or the stem for small images, Stem = Stem.Conv3x3" : "";
            Refuse(name);
            _sink.Report(Descriptors.InputTooSmall, _arguments.PlaceOf(name), name, Code(size), Code(smallest), advice);
        }
    }

    /// <summary>
    /// What torchvision's BasicBlock raises a ValueError for, and the stride that it has no place for.
    /// </summary>
    private void CheckBasicBlocks()
    {
        if (!AreRight(nameof(Spec.BlockType)) || _spec.BlockType != BlockType.Basic)
        {
            return;
        }

        foreach (string name in new[] { nameof(Spec.Groups), nameof(Spec.WidthPerGroup) })
        {
            int only = SpecArguments.DefaultOf(name);
            if (AreRight(name) && _arguments[name] is { } value && value != only)
            {
                Refuse(name);
                _sink.Report(Descriptors.BasicBlockGroups, _arguments.PlaceOf(name), name, Code(value), Code(only));
            }
        }

        if (AreRight(nameof(Spec.BottleneckStride)) && _spec.BottleneckStride != BottleneckStride.Conv3x3)
        {
            Refuse(nameof(Spec.BottleneckStride));
            _sink.Report(Descriptors.BasicBlockBottleneckStride, _arguments.PlaceOf(nameof(Spec.BottleneckStride)));
        }
    }

    /// <summary>torchvision cuts the fraction off; a network that is not the one declared helps nobody.</summary>
    private void CheckGroupWidth()
    {
        if (
            !AreRight(nameof(Spec.BlockType), nameof(Spec.BaseWidth), nameof(Spec.WidthPerGroup))
            || NetworkShape.HasWholeWidths(_spec)
        )
        {
            return;
        }

        int step = 64 / GreatestCommonDivisor(_spec.BaseWidth, 64);
        int below = _spec.WidthPerGroup - (_spec.WidthPerGroup % step);
        string advice = below > 0 ? $"{Code(below)} or {Code(below + step)}" : Code(step);
        Refuse(nameof(Spec.WidthPerGroup));
        _sink.Report(
            Descriptors.FractionalGroupWidth,
            _arguments.PlaceOf(nameof(Spec.WidthPerGroup)),
            Code(_spec.WidthPerGroup),
            Code(_spec.BaseWidth),
            ((decimal)_spec.BaseWidth * _spec.WidthPerGroup / 64).ToString("#,0.######", CultureInfo.InvariantCulture),
            advice
        );
    }

    private void CheckNativeExport()
    {
        if (_arguments.NativeExport is { } name && ExportName.WhatIsWrongWith(name) is { } problem)
        {
            _sink.Report(
                Descriptors.ExportNameNotAnIdentifier,
                _arguments.PlaceOf(nameof(Spec.NativeExport)),
                ExportName.Shown(name),
                problem,
                ExportName.Suggest(name, _spec.Class.Name)
            );
        }
    }

    private void CheckSize()
    {
        if (_wrong.Count > 0)
        {
            return;
        }

        NetworkShape shape = NetworkShape.Of(_spec);
        long channels = shape.WidestChannels;
        if (channels > NetworkLimits.Channels)
        {
            string advice =
                _spec.Groups > 1
                    ? "fewer Groups, a smaller WidthPerGroup or BaseWidth, or fewer stages"
                    : "a smaller BaseWidth, or fewer stages";
            TooLarge($"its widest layer has {Text(channels)} channels", NetworkLimits.Channels, advice);
            return;
        }

        long parameters = shape.Parameters;
        if (parameters > NetworkLimits.Floats)
        {
            TooLarge(
                $"it has {Text(parameters)} parameters",
                NetworkLimits.Floats,
                "a smaller BaseWidth, fewer blocks or fewer Classes"
            );
        }

        long floats = shape.WorkspacePerImage;
        if (floats > NetworkLimits.Floats)
        {
            TooLarge(
                $"one image needs a workspace of {Text(floats)} floats",
                NetworkLimits.Floats,
                "a smaller InputHeight and InputWidth"
            );
        }
        else if (floats * _spec.Batch > NetworkLimits.Floats)
        {
            TooLarge(
                $"a batch of {Text(_spec.Batch)} needs a workspace of {Text(floats * _spec.Batch)} floats",
                NetworkLimits.Floats,
                $"Batch = {Code(NetworkLimits.Floats / floats)} or less",
                nameof(Spec.Batch)
            );
        }
    }

    private void TooLarge(string found, long most, string advice, string property = "") =>
        _sink.Report(Descriptors.NetworkTooLarge, _arguments.PlaceOf(property), found, Text(most), advice);

    private void Refuse(params string[] names) => _wrong.UnionWith(names);

    private bool AreRight(params string[] names) => !names.Any(_wrong.Contains);

    private static string Members<TEnum>()
        where TEnum : struct, Enum
    {
        string[] names = [.. Enum.GetNames(typeof(TEnum)).Select(name => $"{typeof(TEnum).Name}.{name}")];
        return $"{string.Join(", ", names.Take(names.Length - 1))} or {names[names.Length - 1]}";
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    /// <summary>A number to read: with separators.</summary>
    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number to copy into code.</summary>
    private static string Code(long value) => value.ToString(CultureInfo.InvariantCulture);
}
