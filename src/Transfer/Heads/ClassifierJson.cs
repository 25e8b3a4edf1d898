using System.Text.Json.Serialization;

namespace ResNetGen.Transfer;

/// <summary>JSON in the files of classifiers and indexes, by generated code: it trims.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(PreprocessingJson))]
[JsonSerializable(typeof(IndexEntry))]
internal sealed partial class ClassifierJson : JsonSerializerContext;
