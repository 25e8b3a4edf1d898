using System.Runtime.InteropServices;

namespace ResNetGen.Bench.Onnx;

/// <summary>A graph of standard operators, and the numbers that onnx.proto gives to its parts.</summary>
internal sealed class OnnxGraph(string name)
{
    // Operator set 17 came with version 8 of the format.
    private const int FormatVersion = 8;
    private const int OperatorSet = 17;

    private const int Float32 = 1;
    private const int Int64 = 7;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _initializers = [];
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];

    /// <summary>A tensor that the caller gives.</summary>
    public string Input(string value, params long[] shape)
    {
        _inputs.Add(ValueInfo(value, shape));
        return value;
    }

    /// <summary>A tensor that the caller gets.</summary>
    public void Output(string value, params long[] shape) => _outputs.Add(ValueInfo(value, shape));

    /// <summary>A constant tensor.</summary>
    /// <param name="value">Its name.</param>
    /// <param name="values">Its values as little-endian float32; they must not change before the model is
    /// written.</param>
    /// <param name="shape">Its extents.</param>
    public string Initializer(string value, ReadOnlyMemory<byte> values, IEnumerable<long> shape) =>
        Initializer(value, Float32, values, shape);

    /// <summary>A constant vector of whole numbers, such as starts or paddings.</summary>
    public string Initializer(string value, params long[] values) =>
        Initializer(value, Int64, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), [values.Length]);

    /// <summary>An operator; its one output is named as the node is.</summary>
    public string Node(string operation, string node, string[] inputs, params ProtobufMessage[] attributes)
    {
        _nodes.Add(
            new ProtobufMessage().AddAll(1, inputs).Add(2, node).Add(3, node).Add(4, operation).AddAll(5, attributes)
        );
        return node;
    }

    public byte[] ToModel()
    {
        ProtobufMessage graph = new ProtobufMessage()
            .AddAll(1, _nodes)
            .Add(2, name)
            .AddAll(5, _initializers)
            .AddAll(11, _inputs)
            .AddAll(12, _outputs);
        return new ProtobufMessage()
            .Add(1, FormatVersion)
            .Add(2, "ResNetGen")
            .Add(7, graph)
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet))
            .ToArray();
    }

    private string Initializer(string value, int type, ReadOnlyMemory<byte> bytes, IEnumerable<long> shape)
    {
        _initializers.Add(new ProtobufMessage().AddAll(1, shape).Add(2, type).Add(8, value).Add(9, bytes));
        return value;
    }

    private static ProtobufMessage ValueInfo(string value, long[] shape)
    {
        ProtobufMessage dimensions = new ProtobufMessage().AddAll(
            1,
            shape.Select(extent => new ProtobufMessage().Add(1, extent))
        );
        ProtobufMessage tensor = new ProtobufMessage().Add(1, Float32).Add(2, dimensions);
        return new ProtobufMessage().Add(1, value).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
