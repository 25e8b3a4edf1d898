using System.Runtime.CompilerServices;

namespace VerifyXunit;

/// <summary>Stands in for Verify.Xunit's class of this name.</summary>
public static class Verifier
{
    /// <summary>
    /// Compares a text with <c>Class.Method.verified.txt</c>, or another extension, beside the test; the class has the
    /// name of its file.
    /// </summary>
    public static SettingsTask Verify(
        string? target,
        string extension = "txt",
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = ""
    ) => new(target, extension, sourceFile, method);
}
