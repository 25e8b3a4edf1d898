using System.Runtime.CompilerServices;

namespace VerifyXunit;

/// <summary>Stands in for Verify.Xunit's class of this name.</summary>
public static class Verifier
{
    /// <summary>Compares a text with <c>Class.Method.verified.txt</c> beside the test; the class has the name of its file.</summary>
    public static SettingsTask Verify(string? target, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(target, "txt", sourceFile, method);

    /// <summary>As <see cref="Verify(string?, string, string)"/>, with an extension of its own.</summary>
    public static SettingsTask Verify(string? target, string extension, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(target, extension, sourceFile, method);
}
