using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>ValueInfoProto: an input or an output, its type and its extents.</summary>
internal sealed class OnnxValue(OnnxInput input) : OnnxMessage(input)
{
    private static readonly int[] Path = [1, 2, 1];

    private readonly List<long> _extents = [];

    public string Name { get; private set; } = "";

    /// <summary>The number of its type; 0 if it says none.</summary>
    public long Type { get; private set; }

    /// <summary>The extents, outermost first; 0 where any will do. Empty if it says none.</summary>
    public IReadOnlyList<long> Extents => _extents;

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        switch (field, type)
        {
            case (1, WireFormat.WireType.LengthDelimited):
                Name = Input.Text();
                return true;
            case (2, WireFormat.WireType.LengthDelimited):
                Input.Message(new Part(Input, this, Path));
                return true;
            default:
                return false;
        }
    }

    /// <summary>TypeProto, its Tensor, TensorShapeProto and its Dimension, each a field of the one before.</summary>
    private sealed class Part(OnnxInput input, OnnxValue value, ReadOnlyMemory<int> path) : OnnxMessage(input)
    {
        private int At => path.Length;

        private long _extent;

        protected override bool TryRead(int field, WireFormat.WireType type)
        {
            switch (At, field, type)
            {
                case (2, 1, WireFormat.WireType.Varint):
                    value.Type = Input.Long();
                    return true;
                case (0, 1, WireFormat.WireType.Varint):
                    _extent = Input.Long();
                    return true;
                case (> 0, _, WireFormat.WireType.LengthDelimited) when field == path.Span[0]:
                    Part part = Input.Message(new Part(Input, value, path[1..]));
                    if (At == 1)
                    {
                        value._extents.Add(part._extent);
                    }

                    return true;
                default:
                    return false;
            }
        }
    }
}
