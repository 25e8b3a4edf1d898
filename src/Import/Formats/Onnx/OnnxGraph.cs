using Google.Protobuf;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>GraphProto: nodes in an order in which they can be computed, constants, inputs and outputs.</summary>
/// <param name="input">Where it is read from.</param>
/// <param name="operators">Versions of the operators, by their domain.</param>
internal sealed class OnnxGraph(OnnxInput input, IReadOnlyDictionary<string, long> operators) : OnnxMessage(input)
{
    /// <summary>The most tensors, and the most nodes.</summary>
    private const int MostParts = 100_000;

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
                Add(Nodes, Input.Message(new OnnxNode(Input)), "nodes");
                return true;
            case 5:
                Add(Initializers, Input.Message(new OnnxTensor(Input)), "tensors");
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

    private void Add<T>(List<T> parts, T part, string what)
    {
        parts.Add(part);
        if (parts.Count > MostParts)
        {
            throw new WeightFileException(
                Input.File,
                $"the graph has more than {MostParts} {what}, far more than a ResNet",
                "Give the model of a ResNet alone.",
                position: Input.Position
            );
        }
    }
}
