namespace ResNetGen.Import;

/// <summary>The stack of a pickle's machine, its marks and its memo.</summary>
/// <remarks>Each member throws a <see cref="FormatException"/> where the pickle needs what is not there.</remarks>
internal sealed class PickleStack
{
    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];

    // What lies below a mark belongs to somebody else until the mark is gone.
    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    /// <summary>Values that were memoised.</summary>
    public int Memoised => _memo.Count;

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Add(_values.Count);

    public object? Peek() =>
        _values.Count > Floor ? _values[^1] : throw new FormatException("a value is needed where the stack is empty");

    public object? Pop()
    {
        object? value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public void PopOrMark()
    {
        if (_marks.Count > 0 && _values.Count == Floor)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            Pop();
        }
    }

    public object?[] PopMany(int count)
    {
        if (_values.Count - Floor < count)
        {
            throw new FormatException($"{count} values are needed, and the stack has {_values.Count - Floor}");
        }

        object?[] values = [.. _values[^count..]];
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw new FormatException("a mark is needed, and there is none");
        }

        object?[] values = PopMany(_values.Count - Floor);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    /// <summary>Keeps the value on top under a key.</summary>
    public void Memoise(uint key) => _memo[key] = Peek();

    public object? Recall(uint key) =>
        _memo.TryGetValue(key, out object? value) ? value : throw new FormatException($"the memo has no value {key}");
}
