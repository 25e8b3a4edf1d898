using System.Text.Json.Serialization;

namespace Samples.WebApi;

/// <summary>A class that the picture may show.</summary>
/// <param name="Class">Its number.</param>
/// <param name="Label">Its name.</param>
/// <param name="Probability">From 0 to 1; those of all classes add up to 1.</param>
internal sealed record Guess(int Class, string Label, float Probability);

/// <summary>What the picture shows.</summary>
/// <param name="Guesses">The most probable class first.</param>
internal sealed record Classification(IReadOnlyList<Guess> Guesses);

/// <summary>Why there is no classification.</summary>
/// <param name="Error">What was found, what was expected.</param>
internal sealed record Failure(string Error);

/// <summary>Their JSON, written at compile time: ahead-of-time code has no reflection for it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Classification))]
[JsonSerializable(typeof(Failure))]
internal sealed partial class AnswerJson : JsonSerializerContext;
