using Google.Protobuf;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>NodeProto: an operator, and the names of what it reads and writes.</summary>
internal sealed class OnnxNode(OnnxInput input) : OnnxMessage(input)
{
    private readonly Dictionary<string, OnnxAttribute> _attributes = [];

    /// <summary>What it reads; an empty name stands for what is left out.</summary>
    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public string Name { get; private set; } = "";

    public string Operator { get; private set; } = "";

    /// <summary>Whose operator it is; empty for the standard ones.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>The attribute of a name.</summary>
    public OnnxAttribute? this[string name] => _attributes.GetValueOrDefault(name);

    /// <summary>A domain: that of the standard operators has two names.</summary>
    public static string DomainOf(string name) => name == "ai.onnx" ? "" : name;

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        if (type != WireFormat.WireType.LengthDelimited)
        {
            return false;
        }

        switch (field)
        {
            case 1:
                Inputs.Add(Input.Text());
                return true;
            case 2:
                Outputs.Add(Input.Text());
                return true;
            case 3:
                Name = Input.Text();
                return true;
            case 4:
                Operator = Input.Text();
                return true;
            case 5:
                OnnxAttribute attribute = Input.Message(new OnnxAttribute(Input));
                return _attributes.TryAdd(attribute.Name, attribute)
                    ? true
                    : throw Input.Error($"a node has two attributes {Quoted.Text(attribute.Name)}", Input.Position);
            case 7:
                Domain = DomainOf(Input.Text());
                return true;
            default:
                return false;
        }
    }
}
