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
/// It is not Razorvine.Pickle. That looks classes up in one table for the process, which cannot be restricted; an
/// unknown class with arguments fails the whole file; it sets no bounds; it sets states by reflection, and does not say
/// that it can be trimmed. Here, time and memory are in proportion to the pickle, and both have a limit. Nothing is
/// recursive. See docs/import.md.
/// </remarks>
internal ref partial struct PickleReader
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
    private readonly PickleStack _stack = new();
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
            try
            {
                if (opcode == '.')
                {
                    return _stack.Pop();
                }

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
                _stack.Mark();
                break;
            case (byte)'0': // POP
                _stack.PopOrMark();
                break;
            case (byte)'1': // POP_MARK
                _stack.PopToMark();
                break;
            case (byte)'2': // DUP
                _stack.Push(_stack.Peek());
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
                _stack.Push(null);
                break;
            case 0x88: // NEWTRUE
                _stack.Push(true);
                break;
            case 0x89: // NEWFALSE
                _stack.Push(false);
                break;
            case (byte)'J': // BININT
                _stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case (byte)'K': // BININT1
                _stack.Push((long)Take(1)[0]);
                break;
            case (byte)'M': // BININT2
                _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'I': // INT: Python 2 writes integers of more than 32 bits so.
                _stack.Push(Decimal(Line()));
                break;
            case 0x8A: // LONG1
                _stack.Push(Integer(Take(Take(1)[0])));
                break;
            case 0x8B: // LONG4
                _stack.Push(Integer(Take(Length4())));
                break;
            case (byte)'G': // BINFLOAT
                _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case (byte)'U': // SHORT_BINSTRING
            case 0x8C: // SHORT_BINUNICODE
                _stack.Push(Text(Take(Take(1)[0])));
                break;
            case (byte)'T': // BINSTRING
            case (byte)'X': // BINUNICODE
                _stack.Push(Text(Take(Length4())));
                break;
            case 0x8D: // BINUNICODE8
                _stack.Push(Text(Take(Length8())));
                break;
            case (byte)'C': // SHORT_BINBYTES
                _stack.Push(Take(Take(1)[0]).ToArray());
                break;
            case (byte)'B': // BINBYTES
                _stack.Push(Take(Length4()).ToArray());
                break;
            case 0x8E: // BINBYTES8
            case 0x96: // BYTEARRAY8
                _stack.Push(Take(Length8()).ToArray());
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
                _stack.Push(Array.Empty<object?>());
                break;
            case (byte)'t': // TUPLE
                _stack.Push(_stack.PopToMark());
                break;
            case 0x85: // TUPLE1
            case 0x86: // TUPLE2
            case 0x87: // TUPLE3
                _stack.Push(_stack.PopMany(opcode - 0x84));
                break;
            case (byte)']': // EMPTY_LIST
                _stack.Push(new PickleList());
                break;
            case (byte)'l': // LIST
                _stack.Push(Filled(new PickleList(), _stack.PopToMark()));
                break;
            case (byte)'a': // APPEND
                AddItems(_stack.PopMany(1));
                break;
            case (byte)'e': // APPENDS
            case 0x90: // ADDITEMS
                AddItems(_stack.PopToMark());
                break;
            case 0x8F: // EMPTY_SET
                _stack.Push(new PickleList(isSet: true));
                break;
            case 0x91: // FROZENSET
                _stack.Push(Filled(new PickleList(isSet: true), _stack.PopToMark()));
                break;
            case (byte)'}': // EMPTY_DICT
                _stack.Push(new PickleDict());
                break;
            case (byte)'d': // DICT
                object?[] pairs = _stack.PopToMark();
                _stack.Push(new PickleDict());
                AddPairs(pairs);
                break;
            case (byte)'s': // SETITEM
                AddPairs(_stack.PopMany(2));
                break;
            case (byte)'u': // SETITEMS
                AddPairs(_stack.PopToMark());
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
                object?[] names = _stack.PopMany(2);
                if (names is not [string { Length: <= LongestLine } from, string { Length: <= LongestLine } name])
                {
                    throw Error("a class is named by something else than two short strings");
                }

                PushGlobal(from, name);
                break;
            case (byte)'R': // REDUCE
            case 0x81: // NEWOBJ
                object?[] call = _stack.PopMany(2);
                Call(call[0], call[1], isNew: opcode == 0x81);
                break;
            case 0x92: // NEWOBJ_EX
                object?[] extended = _stack.PopMany(3);
                CallWithKeywords(extended[0], extended[1], extended[2]);
                break;
            case (byte)'o': // OBJ
                object?[] old = _stack.PopToMark();
                Call(old.Length > 0 ? old[0] : null, old.Length > 0 ? old[1..] : old);
                break;
            case (byte)'b': // BUILD
                Build(_stack.Pop());
                break;
            case (byte)'Q': // BINPERSID
                _stack.Push(_meaning.Persistent(_stack.Pop()));
                break;
            case (byte)'h': // BINGET
                _stack.Push(_stack.Recall(Take(1)[0]));
                break;
            case (byte)'j': // LONG_BINGET
                _stack.Push(_stack.Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case (byte)'q': // BINPUT
                _stack.Memoise(Take(1)[0]);
                break;
            case (byte)'r': // LONG_BINPUT
                _stack.Memoise(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
                break;
            case 0x94: // MEMOIZE
                _stack.Memoise((uint)_stack.Memoised);
                break;
            default:
                return false;
        }

        return true;
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

    // Of a longer number, nobody needs more than its bytes: to write it with digits takes long.
    private static object Integer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestInteger)
        {
            return bytes.ToArray();
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
