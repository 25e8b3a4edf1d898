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

    private void Call(object? callable, object? arguments, bool isNew = false)
    {
        object?[] values = arguments as object?[] ?? throw Error("something is called without a tuple of arguments");
        string name = Name(callable);
        _stack.Push(
            callable is PickleGlobal
                ? CallBuiltIn(name, values) ?? _meaning.Call(name, values) ?? new PickleOpaque(name, values, isNew)
                : new PickleOpaque(name, [callable, values])
        );
    }

    // Of what this reader knows, nothing takes keywords.
    private void CallWithKeywords(object? callable, object? arguments, object? keywords)
    {
        if (keywords is PickleDict { Pairs.Count: 0 })
        {
            Call(callable, arguments, isNew: true);
        }
        else
        {
            _stack.Push(new PickleOpaque(Name(callable), [arguments, keywords], holdsArguments: true));
        }
    }

    private readonly string Name(object? callable) =>
        callable switch
        {
            PickleGlobal global => global.FullName,
            PickleOpaque opaque => opaque.ClassName,
            _ => throw Error("something is called that is no class and no function"),
        };

    /// <summary>
    /// Python's own containers; <see langword="null"/> if it is none of them, or is made of something else than one.
    /// </summary>
    private object? CallBuiltIn(string name, object?[] arguments)
    {
        switch (name)
        {
            case "collections.OrderedDict"
            or "builtins.dict"
            or "__builtin__.dict" when arguments is [PickleDict source]:
                Spend(source.Pairs.Count);
                PickleDict copy = new();
                copy.Pairs.AddRange(source.Pairs);
                return copy;
            case "collections.OrderedDict" or "builtins.dict" or "__builtin__.dict":
                PickleDict dict = new();
                foreach (object? pair in Items(arguments) ?? [null])
                {
                    switch (pair)
                    {
                        case object?[] { Length: 2 } tuple:
                            dict.Pairs.Add((tuple[0], tuple[1]));
                            break;
                        case PickleList { IsSet: false, Items.Count: 2 } list:
                            dict.Pairs.Add((list.Items[0], list.Items[1]));
                            break;
                        default:
                            return null;
                    }
                }

                return dict;
            case "builtins.set" or "builtins.frozenset" or "__builtin__.set" or "__builtin__.frozenset":
                return Items(arguments) is { } set ? Filled(new PickleList(isSet: true), set) : null;
            case "builtins.list" or "__builtin__.list":
                return Items(arguments) is { } items ? Filled(new PickleList(), items) : null;
            case "builtins.tuple" or "__builtin__.tuple" or "torch.Size":
                return Items(arguments)?.ToArray();
            default:
                return null;
        }
    }

    /// <summary>
    /// The values of the one argument, which may be missing; <see langword="null"/> if it has none. Each costs a step:
    /// they will be copied.
    /// </summary>
    private IReadOnlyList<object?>? Items(object?[] arguments)
    {
        IReadOnlyList<object?>? items = arguments switch
        {
            [] => [],
            [object?[] tuple] => tuple,
            [PickleList list] => list.Items,
            _ => null,
        };
        Spend(items?.Count ?? 0);
        return items;
    }

    private static PickleList Filled(PickleList list, IEnumerable<object?> items)
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
