using System.Runtime.InteropServices;
using ResNetGen.Bench.Onnx;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>An ONNX model that a test writes, with any operator of any version.</summary>
internal sealed class ModelWriter(long operators = 17)
{
    public const int Float32 = 1;
    public const int Int64 = 7;
    public const int Float16 = 10;

    private const int FormatVersion = 8;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _initializers = [];
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];

    public long Operators { get; } = operators;

    /// <summary>What the domain of the operators is called.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Fields of the model beside the graph.</summary>
    public List<Action<ProtobufMessage>> Extra { get; } = [];

    /// <summary>Fields of the graph that there is no method for.</summary>
    public List<Action<ProtobufMessage>> ExtraOfGraph { get; } = [];

    public string Input(string name, params long[] shape) => InputOf(name, Float32, shape);

    public string InputOf(string name, int type, params long[] shape)
    {
        _inputs.Add(Value(name, type, shape));
        return name;
    }

    public void Output(string name) =>
        _outputs.Add(
            new ProtobufMessage()
                .Add(1, name)
                .Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, Float32)))
        );

    /// <summary>An operator with one output, called as the node is.</summary>
    public string Node(string operation, string name, string[] inputs, params ProtobufMessage[] attributes)
    {
        Node(operation, name, inputs, [name], attributes);
        return name;
    }

    public void Node(
        string operation,
        string name,
        string[] inputs,
        string[] outputs,
        params ProtobufMessage[] attributes
    ) =>
        _nodes.Add(
            new ProtobufMessage()
                .AddAll(1, inputs)
                .AddAll(2, outputs)
                .Add(3, name)
                .Add(4, operation)
                .AddAll(5, attributes)
                .Add(7, Domain)
        );

    /// <summary>Puts the last nodes first, as an exporter may that walks from the output.</summary>
    public void MoveBefore(int count, int index)
    {
        List<ProtobufMessage> moved = _nodes[^count..];
        _nodes.RemoveRange(_nodes.Count - count, count);
        _nodes.InsertRange(index, moved);
    }

    public int Nodes => _nodes.Count;

    public string Floats(string name, float[] values, params long[] shape) =>
        Tensor(Tensor(name, Float32, shape).Add(9, MemoryMarshal.AsBytes<float>(values).ToArray()), name);

    public string Integers(string name, params long[] values) =>
        Tensor(Tensor(name, Int64, [values.Length]).Add(9, MemoryMarshal.AsBytes<long>(values).ToArray()), name);

    /// <summary>An initializer as the test writes it.</summary>
    public string Tensor(ProtobufMessage tensor, string name)
    {
        _initializers.Add(tensor);
        return name;
    }

    /// <summary>TensorProto without values.</summary>
    public static ProtobufMessage Tensor(string name, int type, params long[] shape) =>
        new ProtobufMessage().AddAll(1, shape).Add(2, type).Add(8, name);

    public static ProtobufMessage Text(string name, string value) =>
        new ProtobufMessage().Add(1, name).Add(4, value).Add(20, 3);

    public static ProtobufMessage TensorOf(string name, ProtobufMessage tensor) =>
        new ProtobufMessage().Add(1, name).Add(5, tensor).Add(20, 4);

    public byte[] ToArray()
    {
        ProtobufMessage graph = new ProtobufMessage()
            .AddAll(1, _nodes)
            .Add(2, "test")
            .AddAll(5, _initializers)
            .AddAll(11, _inputs)
            .AddAll(12, _outputs);
        ExtraOfGraph.ForEach(add => add(graph));
        ProtobufMessage model = new ProtobufMessage()
            .Add(1, FormatVersion)
            .Add(2, "test")
            .Add(7, graph)
            .Add(8, new ProtobufMessage().Add(1, Domain).Add(2, Operators));
        Extra.ForEach(add => add(model));
        return model.ToArray();
    }

    private static ProtobufMessage Value(string name, int type, long[] shape)
    {
        ProtobufMessage dimensions = new ProtobufMessage().AddAll(
            1,
            shape.Select(extent =>
                extent > 0 ? new ProtobufMessage().Add(1, extent) : new ProtobufMessage().Add(2, "any")
            )
        );
        ProtobufMessage tensor = new ProtobufMessage().Add(1, type).Add(2, dimensions);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }
}
