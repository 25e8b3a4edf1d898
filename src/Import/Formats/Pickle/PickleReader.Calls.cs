namespace ResNetGen.Import;

// Names, calls of them, and what fills containers and objects.
internal ref partial struct PickleReader
{
    // Both names may stand in the memo, so that their copy costs steps.
    private void PushGlobal(string module, string name)
    {
        Spend((module.Length + name.Length) / 8);
        _stack.Push(new PickleGlobal(module, name));
    }

    private void Call(object? callable, object? arguments)
    {
        object?[] values = arguments as object?[] ?? throw Error("something is called without a tuple of arguments");
        string name = Name(callable);
        _stack.Push(
            callable is PickleGlobal
                ? CallBuiltIn(name, values) ?? _meaning.Call(name, values) ?? new PickleOpaque(name, values)
                : new PickleOpaque(name, [callable, values])
        );
    }

    // Of what this reader knows, nothing takes keywords.
    private void CallWithKeywords(object? callable, object? arguments, object? keywords)
    {
        if (keywords is PickleDict { Pairs.Count: 0 })
        {
            Call(callable, arguments);
        }
        else
        {
            _stack.Push(new PickleOpaque(Name(callable), [arguments, keywords]));
        }
    }

    private readonly string Name(object? callable) =>
        callable switch
        {
            PickleGlobal global => global.FullName,
            PickleOpaque opaque => opaque.ClassName,
            _ => throw Error("something is called that is no class and no function"),
        };

    /// <summary>Python's own containers; <see langword="null"/> if it is none of them.</summary>
    private object? CallBuiltIn(string name, object?[] arguments)
    {
        switch (name)
        {
            case "collections.OrderedDict" or "builtins.dict" or "__builtin__.dict" when arguments.Length <= 1:
                PickleDict dict = new();
                foreach (object? pair in Items(arguments))
                {
                    object?[] values = pair switch
                    {
                        object?[] { Length: 2 } tuple => tuple,
                        PickleList { IsSet: false, Items.Count: 2 } list => [list.Items[0], list.Items[1]],
                        _ => throw Error($"{name} is made of something else than pairs"),
                    };
                    dict.Pairs.Add((values[0], values[1]));
                }

                return dict;
            case "builtins.set" or "builtins.frozenset" or "__builtin__.set" or "__builtin__.frozenset":
                return Filled(new PickleList(isSet: true), Items(arguments));
            case "builtins.list" or "__builtin__.list":
                return Filled(new PickleList(), Items(arguments));
            case "builtins.tuple" or "__builtin__.tuple" or "torch.Size":
                return Items(arguments).ToArray();
            default:
                return null;
        }
    }

    /// <summary>The values of the one argument, which may be missing. Each costs a step: they will be copied.</summary>
    private ReadOnlySpan<object?> Items(object?[] arguments)
    {
        ReadOnlySpan<object?> items = arguments switch
        {
            [] => [],
            [object?[] tuple] => tuple,
            [PickleList list] => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list.Items),
            _ => throw Error("a container is made of something else than a list or a tuple"),
        };
        Spend(items.Length);
        return items;
    }

    private static PickleList Filled(PickleList list, ReadOnlySpan<object?> items)
    {
        list.Items.AddRange(items);
        return list;
    }

    private readonly void AddItems(object?[] items)
    {
        switch (_stack.Peek())
        {
            case PickleList list:
                list.Items.AddRange(items);
                break;
            case PickleOpaque opaque:
                (opaque.Items ??= []).AddRange(items);
                break;
            default:
                throw Error("a value is appended to something that is no list");
        }
    }

    private readonly void AddPairs(object?[] pairs)
    {
        List<(object? Key, object? Value)> target = _stack.Peek() switch
        {
            PickleDict dict => dict.Pairs,
            PickleOpaque opaque => opaque.Pairs ??= [],
            _ => throw Error("a key is set in something that is no dict"),
        };
        if (pairs.Length % 2 != 0)
        {
            throw Error("a key has no value");
        }

        for (int index = 0; index < pairs.Length; index += 2)
        {
            target.Add((pairs[index], pairs[index + 1]));
        }
    }

    private readonly void Build(object? state)
    {
        if (_stack.Peek() is not PickleObject target)
        {
            throw Error("a state is given to something that can have none");
        }

        if (target.State is not null)
        {
            throw Error("a state is given to something that has one already");
        }

        target.State = state;
    }
}
