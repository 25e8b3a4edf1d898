namespace ResNetGen.Bench.Onnx;

/// <summary>Attributes of a node: a name, a value, and which kind of value it is.</summary>
internal static class OnnxAttribute
{
    private const int FloatKind = 1;
    private const int IntKind = 2;
    private const int IntsKind = 7;

    public static ProtobufMessage Float(string name, float value) =>
        new ProtobufMessage().Add(1, name).Add(2, value).Add(20, FloatKind);

    public static ProtobufMessage Int(string name, long value) =>
        new ProtobufMessage().Add(1, name).Add(3, value).Add(20, IntKind);

    public static ProtobufMessage Ints(string name, params long[] values) =>
        new ProtobufMessage().Add(1, name).AddAll(8, values).Add(20, IntsKind);

    /// <summary>The same value for rows and columns.</summary>
    public static ProtobufMessage Square(string name, long value) => Ints(name, value, value);

    /// <summary>The same padding on all four sides.</summary>
    public static ProtobufMessage Padding(long value) => Ints("pads", value, value, value, value);
}
