namespace ResNetGen.Import;

// What a pickle can hold. None, bool, long, BigInteger, double, string and byte[] are themselves, a tuple is object?[].

/// <summary>A value that Python can give a state (the opcode BUILD). Two are equal if they are the same one.</summary>
internal abstract class PickleObject
{
    /// <summary>The state, often a dict of attributes; <see langword="null"/> if there is none.</summary>
    public object? State { get; set; }
}

/// <summary>A list, or a set.</summary>
internal sealed class PickleList(bool isSet = false) : PickleObject
{
    public bool IsSet { get; } = isSet;

    public List<object?> Items { get; } = [];
}

/// <summary>A dict or an OrderedDict: pairs as they were set. A key that is set twice is there twice.</summary>
internal sealed class PickleDict : PickleObject
{
    public List<(object? Key, object? Value)> Pairs { get; } = [];

    /// <summary>The value of a string; <see langword="null"/> if there is none.</summary>
    public object? Find(string key) => Pairs.FindLast(pair => pair.Key is string text && text == key).Value;
}

/// <summary>A class or a function, by its name alone.</summary>
internal sealed class PickleGlobal(string module, string name) : PickleObject
{
    /// <summary>Module and name, with a dot between them.</summary>
    public string FullName { get; } = module.Length == 0 ? name : $"{module}.{name}";
}

/// <summary>What a class or a function would have made that this reader does not know. Nothing of it has run.</summary>
/// <param name="className">The name of the class or the function.</param>
/// <param name="arguments">What it would have been called with.</param>
/// <param name="holdsArguments">Whether it is a value of its class that has them in it, such as a named tuple.</param>
internal sealed class PickleOpaque(string className, object?[] arguments, bool holdsArguments = false) : PickleObject
{
    public string ClassName { get; } = className;

    public bool HoldsArguments { get; } = holdsArguments;

    public object?[] Arguments { get; } = arguments;

    /// <summary>What was appended to it, if it is a kind of list.</summary>
    public List<object?>? Items { get; set; }

    /// <summary>What was set in it, if it is a kind of dict.</summary>
    public List<(object? Key, object? Value)>? Pairs { get; set; }
}
