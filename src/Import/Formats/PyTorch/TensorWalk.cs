using System.Globalization;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Finds all tensors in what a pickle holds, and names them by the way to them. References can make a small pickle
/// mean a tree without an end, so that the walk has limits.
/// </summary>
internal sealed class TensorWalk
{
    private const int MostVisits = 4_000_000;
    private const int MostTensors = 100_000;
    private const int LongestName = 1000;
    private const int LongestKey = 8;
    private const int Deepest = 200;

    // Tensors may refer to the same values, and a small file would fill a disk when all are written.
    private const long MostTimesFile = 64;

    // What keeps the parts of a module; they are no part of a tensor's name in a state dict.
    private static readonly string[] ModuleParts = ["_parameters", "_buffers", "_modules"];

    private readonly string _file;
    private readonly Func<string, TorchTensor, CheckpointTensor> _resolve;
    private readonly Dictionary<string, CheckpointTensor> _found = [];
    private readonly HashSet<object> _onTheWay = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _empty = new(ReferenceEqualityComparer.Instance);
    private readonly List<Step> _path = [];
    private int _visits;
    private long _searched;
    private long _elements;

    /// <summary>A step of the way.</summary>
    /// <param name="Key">Of a dict; of a list the number.</param>
    /// <param name="Place">Which of the keys it is: a name for what has no text of its own.</param>
    private readonly record struct Step(object? Key, int Place);

    private TensorWalk(string file, Func<string, TorchTensor, CheckpointTensor> resolve)
    {
        _file = file;
        _resolve = resolve;
    }

    /// <summary>All tensors, in the order in which the pickle has them.</summary>
    /// <param name="file">The path, for messages.</param>
    /// <param name="roots">What to look in, each under a name that may be empty.</param>
    /// <param name="resolve">Finds the values of a tensor, and checks it.</param>
    /// <exception cref="WeightFileException">A tensor depends on something that this reader does not know, or has no
    /// name of its own; or there is none.</exception>
    public static CheckpointTensor[] Find(
        string file,
        IEnumerable<(string Name, object? Value)> roots,
        Func<string, TorchTensor, CheckpointTensor> resolve
    )
    {
        TensorWalk walk = new(file, resolve);
        foreach ((string name, object? value) in roots)
        {
            walk.Visit(value, name.Length == 0 ? null : new Step(name, 0));
        }

        return walk._found.Count > 0
            ? [.. walk._found.Values]
            : throw new WeightFileException(
                file,
                "there is no tensor in it"
                    + (roots.First().Value is PickleOpaque opaque ? $", but {Quoted.Text(opaque.ClassName)}" : ""),
                "Save the weights: torch.save(model.state_dict(), ...)."
            );
    }

    private void Visit(object? value, Step? step)
    {
        if (++_visits > MostVisits)
        {
            throw Error($"its references make more than {MostVisits} values, far more than a checkpoint has");
        }

        if (value is not (PickleObject or object?[] or TorchStorage) || _onTheWay.Contains(value))
        {
            return; // Nothing that holds tensors, or something that holds itself.
        }

        // Objects beside the weights may be deep, and refer to one another. A search that took long is not worth it.
        bool isTooDeep = _onTheWay.Count == Deepest;
        if ((!_seen.Add(value) || isTooDeep) && _searched < MostVisits && !HoldsTensors(value))
        {
            return;
        }

        if (isTooDeep)
        {
            throw Error($"it is nested deeper than {Deepest} levels");
        }

        _onTheWay.Add(value);
        int length = _path.Count;
        if (step is { } next)
        {
            _path.Add(next);
        }

        VisitParts(value);
        _path.RemoveRange(length, _path.Count - length);
        _onTheWay.Remove(value);
    }

    private void VisitParts(object value)
    {
        switch (value)
        {
            case TorchTensor tensor:
                Add(tensor);
                break;
            case TorchStorage storage:
                throw Unknown(storage.TypeName);
            case object?[] tuple:
                VisitItems(tuple);
                break;
            case PickleList list:
                VisitItems(list.Items);
                break;
            case PickleDict dict:
                VisitPairs(dict.Pairs, isModule: false);
                break;
            case PickleOpaque opaque:
                if (opaque.HoldsArguments)
                {
                    Visit(opaque.Arguments, null);
                }
                else if (HoldsTensors(opaque.Arguments))
                {
                    throw Unknown(opaque.ClassName);
                }

                VisitItems(opaque.Items ?? []);
                VisitPairs(opaque.Pairs ?? [], isModule: false);
                break;
        }

        if (value is PickleObject { State: PickleDict state })
        {
            VisitPairs(state.Pairs, isModule: value is PickleOpaque);
            Visit(state.State, null);
        }
        else if (value is PickleObject { State: { } other })
        {
            Visit(other, null);
        }
    }

    private void VisitItems(IReadOnlyList<object?> items)
    {
        for (int index = 0; index < items.Count; index++)
        {
            Visit(items[index], new Step((long)index, index));
        }
    }

    private void VisitPairs(List<(object? Key, object? Value)> pairs, bool isModule)
    {
        for (int index = 0; index < pairs.Count; index++)
        {
            (object? key, object? value) = pairs[index];
            bool isPart = isModule && value is PickleDict && key is string text && ModuleParts.Contains(text);
            Visit(value, isPart ? null : new Step(key, index));
        }
    }

    private void Add(TorchTensor tensor)
    {
        string name = Name();
        if (_found.Count == MostTensors)
        {
            throw Error($"it has more than {MostTensors} tensors");
        }

        CheckpointTensor found = _resolve(name, tensor);
        if (!_found.TryAdd(name, found))
        {
            throw Error($"two tensors have the name {Quoted.Text(name)}", name);
        }

        _elements += found.ElementCount;
        if ((_elements - TensorPlacement.MostRepeated) / MostTimesFile > found.Source.Length)
        {
            throw Error(
                $"its tensors have {_elements} values, far more than a file of {found.Source.Length} bytes has"
            );
        }
    }

    /// <summary>The way to what is looked at. Keys may be as long as the pickle, so that they are not joined
    /// first.</summary>
    private string Name()
    {
        List<string> parts = [];
        long length = 0;
        foreach (Step step in _path)
        {
            parts.Add(Text(step.Key) ?? $"#{step.Place}");
            length += parts[^1].Length + 1;
            if (length > LongestName + 1)
            {
                throw Error(
                    $"the name of a tensor, which begins with {Quoted.Text(parts[0])}, has more than {LongestName} "
                        + "characters"
                );
            }
        }

        return parts.Count == 0 ? "tensor" : string.Join('.', parts);
    }

    /// <summary>The text of a key; <see langword="null"/> if others could have the same.</summary>
    private static string? Text(object? key) =>
        key switch
        {
            null => "None",
            string text => text.Length > LongestName ? text[..(LongestName + 1)] : text,
            bool value => value ? "True" : "False",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            PickleGlobal global => global.FullName,
            object?[] { Length: <= LongestKey } tuple when Array.TrueForAll(tuple, part => part is not object?[]) =>
                Array.ConvertAll(tuple, Text) is var parts && Array.TrueForAll(parts, part => part is not null)
                    ? $"({string.Join(", ", parts)})"
                    : null,
            _ => null,
        };

    /// <summary>Whether a tensor or a storage is anywhere in it. What was seen to hold none is not searched
    /// again.</summary>
    private bool HoldsTensors(object container)
    {
        if (_empty.Contains(container))
        {
            return false;
        }

        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object?> open = new([container]);
        while (open.TryPop(out object? value))
        {
            _searched++;
            if (value is TorchTensor or TorchStorage)
            {
                return true;
            }

            if (value is not (PickleObject or object?[]) || _empty.Contains(value) || !seen.Add(value))
            {
                continue;
            }

            foreach (object? part in Parts(value))
            {
                open.Push(part);
            }
        }

        _empty.UnionWith(seen);
        return false;
    }

    private static IEnumerable<object?> Parts(object value)
    {
        IEnumerable<object?> parts = value switch
        {
            object?[] tuple => tuple,
            PickleList list => list.Items,
            PickleDict dict => dict.Pairs.SelectMany(pair => new[] { pair.Key, pair.Value }),
            PickleOpaque opaque => opaque
                .Arguments.Concat(opaque.Items ?? [])
                .Concat((opaque.Pairs ?? []).SelectMany(pair => new[] { pair.Key, pair.Value })),
            _ => [],
        };
        return value is PickleObject { State: { } state } ? parts.Append(state) : parts;
    }

    private WeightFileException Unknown(string className) =>
        new(
            _file,
            $"tensor {Quoted.Text(Name())} depends on {Quoted.Text(className)}, and its values cannot be told without "
                + "running that",
            "Load the checkpoint in PyTorch and save plain tensors: torch.save(model.state_dict(), ...).",
            Name()
        );

    private WeightFileException Error(string problem, string? tensor = null) =>
        new(
            _file,
            problem,
            "Load it in PyTorch and save the tensors alone: torch.save(model.state_dict(), ...).",
            tensor
        );
}
