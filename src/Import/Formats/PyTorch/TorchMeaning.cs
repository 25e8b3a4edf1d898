namespace ResNetGen.Import;

/// <summary>What names of PyTorch stand for in a pickle: tensors and storages, as descriptions. Nothing is
/// run.</summary>
/// <param name="folder">What stands before the keys of storages in the file.</param>
internal sealed class TorchMeaning(string folder = "") : IPickleMeaning
{
    // PyTorch's own limit for many operations.
    private const int MostExtents = 64;

    // PyTorch numbers storages; older files have addresses.
    private const int LongestKey = 100;

    private const string RebuildFromType = "torch._tensor._rebuild_from_type_v2";

    public object? Call(string name, object?[] arguments) =>
        name switch
        {
            "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" => Tensor(arguments),
            "torch._utils._rebuild_tensor_v3" => UntypedTensor(arguments),
            "torch._utils._rebuild_parameter" => arguments is [TorchTensor tensor, ..] ? tensor : null,
            "torch._utils._rebuild_parameter_with_state" => arguments is [TorchTensor tensor, _, _, var state]
                ? WithState(tensor, state)
                : null,
            RebuildFromType => FromType(arguments),
            "torch.jit._pickle.build_intlist"
            or "torch.jit._pickle.build_tensorlist"
            or "torch.jit._pickle.build_doublelist"
            or "torch.jit._pickle.build_boollist"
            or "torch.jit._pickle.restore_type_tag" => arguments is [PickleObject value, ..] ? value : null,
            _ => null,
        };

    /// <summary>All storages that were named, by their keys in the file.</summary>
    public Dictionary<string, TorchStorage> Storages { get; } = [];

    public object Persistent(object? id)
    {
        object named = Named(id);
        if (named is TorchStorage storage)
        {
            Storages.TryAdd(storage.Key, storage);
        }

        return named;
    }

    private object Named(object? id) =>
        id switch
        {
            object?[] and ["storage", PickleGlobal type, string { Length: <= LongestKey } key, _, long count] =>
                new TorchStorage(type.FullName, folder + key, count),
            object?[] and ["storage", PickleGlobal type, string { Length: <= LongestKey } key, _, long count, null] =>
                new TorchStorage(type.FullName, folder + key, count),
            // A legacy file may have views of storages: key, first value and number of the view.
            object?[]
            and [
                "storage",
                PickleGlobal type,
                string { Length: <= LongestKey } key,
                _,
                long all,
                object?[]
                and [_, long first, long count],
            ] when first >= 0 && count >= 0 && first <= all - count => new TorchStorage(
                type.FullName,
                folder + key,
                all,
                first
            ),
            // The source of a class, which a legacy file notes beside it.
            object?[] and ["module", PickleGlobal type, ..] => type,
            _ => throw new FormatException("a persistent id is none of torch.save"),
        };

    // Storage, offset, shape, strides; then whether it needs a gradient, hooks, and bits that change what values mean.
    private static TorchTensor? Tensor(object?[] arguments) =>
        arguments is [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..]
        && storage.DataType is { } type
        && HasPlainValues(arguments, 6)
            ? new(storage, type, offset + storage.First, Integers(shape), Integers(strides))
            : null;

    private static TorchTensor? UntypedTensor(object?[] arguments) =>
        arguments
            is [TorchStorage { IsUntyped: true } storage, long offset, object?[] shape, object?[] strides, _, _, ..]
        && arguments is [_, _, _, _, _, _, PickleGlobal valueType, ..]
        && TorchTypes.OfValues(valueType.FullName) is { } type
        && HasPlainValues(arguments, 7)
            ? new(storage, type, offset + storage.First, Integers(shape), Integers(strides))
            : null;

    // A lazily conjugated or negated tensor has other values than its storage.
    private static bool HasPlainValues(object?[] arguments, int metadata) =>
        arguments.Length <= metadata || arguments[metadata] is null or PickleDict { Pairs.Count: 0 };

    // A subclass may give its values another meaning. These do not.
    private object? FromType(object?[] arguments) =>
        arguments is [PickleGlobal function, PickleGlobal type, object?[] inner, var state]
        && function.FullName != RebuildFromType
        && type.FullName
            is "torch.Tensor"
                or "torch._tensor.Tensor"
                or "torch.nn.parameter.Parameter"
                or "torch.nn.parameter.Buffer"
        && Call(function.FullName, inner) is TorchTensor tensor
            ? WithState(tensor, state)
            : null;

    // Attributes of a tensor may be tensors. A parameter has those of what it was made of.
    private static TorchTensor WithState(TorchTensor tensor, object? state)
    {
        tensor.State ??= state;
        return tensor;
    }

    // A long tuple may be the shape of very many tensors, and this is a copy.
    private static long[] Integers(object?[] values) =>
        values.Length > MostExtents
            ? throw new FormatException($"a tensor has {values.Length} extents, and {MostExtents} are the most")
            : Array.ConvertAll(
                values,
                value =>
                    value is long number ? number : throw new FormatException("a shape or a stride is no whole number")
            );
}
