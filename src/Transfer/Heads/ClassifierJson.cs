using System.Text.Json.Serialization;

namespace ResNetGen.Transfer;

/// <summary>What the metadata of a classifier's file holds, by generated code: it trims.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(PreprocessingJson))]
internal sealed partial class ClassifierJson : JsonSerializerContext;
