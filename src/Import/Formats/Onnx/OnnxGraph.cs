using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>GraphProto: nodes in an order in which they can be computed, constants, inputs and outputs.</summary>
/// <param name="input">Where it is read from.</param>
/// <param name="operators">Versions of the operators, by their domain.</param>
internal sealed class OnnxGraph(OnnxInput input, IReadOnlyDictionary<string, long> operators) : OnnxMessage(input)
{
    public IReadOnlyDictionary<string, long> Operators { get; } = operators;

    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Initializers { get; } = [];

    /// <summary>Among them may be initializers.</summary>
    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];

    /// <summary>The name of an initializer that is stored as its values and where they are.</summary>
    public string? Sparse { get; private set; }

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        if (type != WireFormat.WireType.LengthDelimited)
        {
            return false;
        }

        switch (field)
        {
            case 1:
                Nodes.Add(Input.Message(new OnnxNode(Input)));
                return true;
            case 5:
                Initializers.Add(Input.Message(new OnnxTensor(Input)));
                return true;
            case 11:
                Inputs.Add(Input.Message(new OnnxValue(Input)));
                return true;
            case 12:
                Outputs.Add(Input.Message(new OnnxValue(Input)));
                return true;
            case 15:
                Sparse ??= Input.Message(new OnnxSparseTensor(Input)).Name;
                return true;
            default:
                return false;
        }
    }
}
