namespace VerifyTests;

/// <summary>A text is not what it was.</summary>
public sealed class VerifyException(string message) : Exception(message);
