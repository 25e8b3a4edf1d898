using Google.Protobuf;

namespace ResNetGen.Import;

/// <summary>ModelProto: the graph, and who wrote it.</summary>
internal sealed class OnnxModel(OnnxInput input) : OnnxMessage(input)
{
    // Labels of all classes are in it, as JSON.
    private const int LongestNote = 1 << 20;

    /// <summary>Text about the model, its writer among it.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Versions of the operators, by their domain; the standard ones are those of the empty one.</summary>
    public Dictionary<string, long> Operators { get; } = [];

    public OnnxGraph? Graph { get; private set; }

    protected override bool TryRead(int field, WireFormat.WireType type)
    {
        switch (field, type)
        {
            case (2, WireFormat.WireType.LengthDelimited):
                Metadata["producer_name"] = Input.Text();
                return true;
            case (3, WireFormat.WireType.LengthDelimited):
                Metadata["producer_version"] = Input.Text();
                return true;
            case (7, WireFormat.WireType.LengthDelimited):
                Graph = Input.Message(Graph ?? new(Input, Operators));
                return true;
            case (8, WireFormat.WireType.LengthDelimited):
                OnnxPair set = Input.Message(new OnnxPair(Input));
                Operators[OnnxNode.DomainOf(set.Key)] = set.Number;
                Metadata[set.Key.Length == 0 ? "opset" : "opset " + set.Key] = $"{set.Number}";
                return true;
            case (14, WireFormat.WireType.LengthDelimited):
                OnnxPair note = Input.Message(new OnnxPair(Input, LongestNote));
                Metadata[note.Key] = note.Value;
                return true;
            default:
                return false;
        }
    }
}
