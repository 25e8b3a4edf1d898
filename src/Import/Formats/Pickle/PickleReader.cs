using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// Reads a pickle (Python's pickletools.py describes the opcodes) into values. It never looks a class up and calls
/// nothing: a call of a name that <see cref="IPickleMeaning"/> does not know is a <see cref="PickleOpaque"/>.
/// </summary>
/// <remarks>
/// It is not Razorvine.Pickle. That looks classes up in one table for the process, which cannot be restricted; an unknown
/// class with arguments fails the whole file; it sets no bounds; it sets states by reflection, and does not say that it
/// can be trimmed. Here, time and memory are in proportion to the pickle, and both have a limit. Nothing is recursive.
/// See docs/import.md.
/// </remarks>
internal ref struct PickleReader
{
    /// <summary>The longest pickle. That of a ResNet-152 with its optimizer has less than a thousandth.</summary>
    public const int LongestPickle = 1 << 26;

    // Opcodes, and values that calls copy. A checkpoint of a ResNet-152 has 30,000; a list of a million numbers fits.
    private const int MostSteps = 2_000_000;
    private const int HighestProtocol = 5;
    private const int LongestLine = 1000;
    private const int LongestInteger = 255;

    private readonly string _file;
    private readonly string _what;
    private readonly long _start;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly IPickleMeaning _meaning;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;
    private int _opcodeAt;
    private int _steps;

    private PickleReader(string file, string what, long start, ReadOnlySpan<byte> bytes, IPickleMeaning meaning)
    {
        _file = file;
        _what = what;
        _start = start;
        _bytes = bytes;
        _meaning = meaning;
    }

    /// <summary>Reads one pickle.</summary>
    /// <param name="file">The path, for messages.</param>
    /// <param name="what">What the pickle is called in messages.</param>
    /// <param name="start">Where it begins in the file.</param>
    /// <param name="bytes">The pickle, and perhaps what follows it.</param>
    /// <param name="meaning">What its names stand for.</param>
    /// <param name="length">How long it is.</param>
    /// <exception cref="WeightFileException">It is no pickle, or one that goes beyond the limits.</exception>
    public static object? Read(
        string file,
        string what,
        long start,
        ReadOnlySpan<byte> bytes,
        IPickleMeaning meaning,
        out int length
    )
    {
        PickleReader reader = new(file, what, start, bytes, meaning);
        object? value = reader.Run();
        length = reader._position;
        return value;
    }

    private object? Run()
    {
        while (true)
        {
            _opcodeAt = _position;
            Spend(1);
            byte opcode = Take(1)[0];
            if (opcode == '.')
            {
                return Pop();
            }

            try
            {
                Step(opcode);
            }
            catch (FormatException exception)
            {
                throw Error(exception.Message);
            }
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: // PROTO
                CheckProtocol(Take(1)[0]);
                break;
            case 0x95: // FRAME
                Take(8);
                break;
            case (byte)'(': // MARK
                _marks.Add(_stack.Count);
                break;
            case (byte)'0': // POP
                PopOrMark();
                break;
            case (byte)'1': // POP_MARK
                PopToMark();
                break;
            case (byte)'2': // DUP
                Push(Peek());
                break;
            default:
                if (!Scalar(opcode) && !Container(opcode) && !Reference(opcode))
                {
                    throw Unknown(opcode);
                }

                break;
        }
    }

    private bool Scalar(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': // NONE
                Push(null);
                break;
            case 0x88: // NEWTRUE
                Push(true);
                break;
            case 0x89: // NEWFALSE
                Push(false);
                break;
            case (byte)'J': // BININT
                Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case (byte)'K': // BININT1
                Push((long)Take(1)[0]);
                break;
            case (byte)'M': // BININT2
                Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'I': // INT: Python 2 writes integers of more than 32 bits so.
                Push(Decimal(Line()));
                break;
            case 0x8A: // LONG1
                Push(Integer(Take(Take(1)[0])));
                break;
            case 0x8B: // LONG4
                Push(Integer(Take(Length4())));
                break;
            case (byte)'G': // BINFLOAT
                Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case (byte)'U': // SHORT_BINSTRING
            case 0x8C: // SHORT_BINUNICODE
                Push(Text(Take(Take(1)[0])));
                break;
            case (byte)'T': // BINSTRING
            case (byte)'X': // BINUNICODE
                Push(Text(Take(Length4())));
                break;
            case 0x8D: // BINUNICODE8
                Push(Text(Take(Length8())));
                break;
            case (byte)'C': // SHORT_BINBYTES
                Push(Take(Take(1)[0]).ToArray());
                break;
            case (byte)'B': // BINBYTES
                Push(Take(Length4()).ToArray());
                break;
            case 0x8E: // BINBYTES8
            case 0x96: // BYTEARRAY8
                Push(Take(Length8()).ToArray());
                break;
            default:
                return false;
        }

        return true;
    }

    private bool Container(byte opcode)
    {
        switch (opcode)
        {
            case (byte)')': // EMPTY_TUPLE
                Push(Array.Empty<object?>());
                break;
            case (byte)'t': // TUPLE
                Push(PopToMark());
                break;
            case 0x85: // TUPLE1
            case 0x86: // TUPLE2
            case 0x87: // TUPLE3
                Push(PopMany(opcode - 0x84));
                break;
            case (byte)']': // EMPTY_LIST
                Push(new PickleList());
                break;
            case (byte)'l': // LIST
                Push(Filled(new PickleList(), PopToMark()));
                break;
            case (byte)'a': // APPEND
                AddItems(PopMany(1));
                break;
            case (byte)'e': // APPENDS
            case 0x90: // ADDITEMS
                AddItems(PopToMark());
                break;
            case 0x8F: // EMPTY_SET
                Push(new PickleList(isSet: true));
                break;
            case 0x91: // FROZENSET
                Push(Filled(new PickleList(isSet: true), PopToMark()));
                break;
            case (byte)'}': // EMPTY_DICT
                Push(new PickleDict());
                break;
            case (byte)'d': // DICT
                object?[] pairs = PopToMark();
                Push(new PickleDict());
                AddPairs(pairs);
                break;
            case (byte)'s': // SETITEM
                AddPairs(PopMany(2));
                break;
            case (byte)'u': // SETITEMS
                AddPairs(PopToMark());
                break;
            default:
                return false;
        }

        return true;
    }

    private bool Reference(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c': // GLOBAL
                string module = Line();
                PushGlobal(module, Line());
                break;
            case 0x93: // STACK_GLOBAL
                object?[] names = PopMany(2);
                if (names is not [string { Length: <= LongestLine } from, string { Length: <= LongestLine } name])
                {
                    throw Error("a class is named by something else than two short strings");
                }

                PushGlobal(from, name);
                break;
            case (byte)'R': // REDUCE
            case 0x81: // NEWOBJ
                object?[] call = PopMany(2);
                Call(call[0], call[1]);
                break;
            case 0x92: // NEWOBJ_EX
                object?[] extended = PopMany(3);
                CallWithKeywords(extended[0], extended[1], extended[2]);
                break;
            case (byte)'o': // OBJ
                object?[] old = PopToMark();
                Call(old.Length > 0 ? old[0] : null, old.Length > 0 ? old[1..] : old);
                break;
            case (byte)'b': // BUILD
                Build(Pop());
                break;
            case (byte)'Q': // BINPERSID
                Push(_meaning.Persistent(Pop()));
                break;
            case (byte)'h': // BINGET
                Push(Recall(Take(1)[0]));
                break;
            case (byte)'j': // LONG_BINGET
                Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'q': // BINPUT
                _memo[Take(1)[0]] = Peek();
                break;
            case (byte)'r': // LONG_BINPUT
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek();
                break;
            case 0x94: // MEMOIZE
                _memo[(uint)_memo.Count] = Peek();
                break;
            default:
                return false;
        }

        return true;
    }

    // Both names may stand in the memo, so that their copy costs steps.
    private void PushGlobal(string module, string name)
    {
        Spend((module.Length + name.Length) / 8);
        Push(new PickleGlobal(module, name));
    }

    private void Call(object? callable, object? arguments)
    {
        object?[] values = arguments as object?[] ?? throw Error("something is called without a tuple of arguments");
        string name = Name(callable);
        Push(
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
            Push(new PickleOpaque(Name(callable), [arguments, keywords]));
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
        switch (Peek())
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
        List<(object? Key, object? Value)> target = Peek() switch
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
        if (Peek() is not PickleObject target)
        {
            throw Error("a state is given to something that can have none");
        }

        if (target.State is not null)
        {
            throw Error("a state is given to something that has one already");
        }

        target.State = state;
    }

    private readonly void CheckProtocol(int protocol)
    {
        if (protocol is < 2 or > HighestProtocol)
        {
            throw Error(
                $"the protocol of the pickle is {protocol}, and 2 to {HighestProtocol} are read",
                "Save it again with torch.save, which writes protocol 2."
            );
        }
    }

    private readonly void Push(object? value) => _stack.Add(value);

    // What lies below a mark belongs to somebody else until the mark is gone.
    private readonly int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    private readonly object? Peek() =>
        _stack.Count > Floor ? _stack[^1] : throw Error("a value is needed where the stack is empty");

    private readonly object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly void PopOrMark()
    {
        if (_marks.Count > 0 && _stack.Count == Floor)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            Pop();
        }
    }

    private readonly object?[] PopMany(int count)
    {
        if (_stack.Count - Floor < count)
        {
            throw Error($"{count} values are needed, and the stack has {_stack.Count - Floor}");
        }

        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private readonly object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Error("a mark is needed, and there is none");
        }

        object?[] values = PopMany(_stack.Count - Floor);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private readonly object? Recall(uint key) =>
        _memo.TryGetValue(key, out object? value) ? value : throw Error($"the memo has no value {key}");

    private void Spend(int steps)
    {
        _steps += Math.Min(steps, MostSteps + 1);
        if (_steps > MostSteps)
        {
            throw Error(
                $"{_what} takes more than {MostSteps} steps, far more than a checkpoint has",
                "Load it in PyTorch and save the tensors alone: torch.save(model.state_dict(), ...)."
            );
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            throw Error(
                $"{_what} is cut short: {count} bytes are needed, and {_bytes.Length - _position} follow",
                SafetensorsHeader.CutShort
            );
        }

        _position += count;
        return _bytes.Slice(_position - count, count);
    }

    private int Length4()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return (int)Math.Min(length, int.MaxValue); // More than there is, in either case.
    }

    private int Length8()
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return (int)Math.Min(length, int.MaxValue);
    }

    private string Line()
    {
        ReadOnlySpan<byte> rest = _bytes[_position..];
        int end = rest[..Math.Min(rest.Length, LongestLine + 1)].IndexOf((byte)'\n');
        if (end < 0)
        {
            throw Error($"a line does not end within {LongestLine} bytes");
        }

        _position += end + 1;
        return Text(rest[..end]);
    }

    // Bytes that are not UTF-8 become U+FFFD. Names are compared and shown, never looked up.
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private readonly object Decimal(string line) =>
        line switch
        {
            "00" => false,
            "01" => true,
            _ when long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) =>
                value,
            _ => throw Error($"{Quoted.Text(line)} stands where a whole number is expected"),
        };

    private readonly object Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestInteger)
        {
            throw Error($"a whole number has {bytes.Length} bytes, and {LongestInteger} are the most");
        }

        BigInteger value = new(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private readonly WeightFileException Unknown(byte opcode) =>
        opcode is (byte)'P' or (byte)'S' or (byte)'V' or (byte)'F' or (byte)'L' or (byte)'i' or (byte)'g' or (byte)'p'
            ? Error(
                $"{_what} has the opcode '{(char)opcode}' of protocol 0, and 2 to {HighestProtocol} are read",
                "Save it again with torch.save, which writes protocol 2."
            )
            : Error($"{_what} has the opcode 0x{opcode:x2}, which is none of a checkpoint");

    private readonly WeightFileException Error(string problem, string advice = SafetensorsHeader.Damaged) =>
        new(_file, problem, advice, position: _start + _opcodeAt);
}
