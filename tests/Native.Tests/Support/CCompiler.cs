using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Native.Tests.Support;

/// <summary>The system's C and C++ compilers.</summary>
internal static class CCompiler
{
    /// <summary>Compiles as strictly as can be; what the compiler says fails the test.</summary>
    /// <param name="language">The standard, such as <c>c99</c> or <c>c++17</c>.</param>
    /// <param name="arguments">Files and options.</param>
    public static void Compile(string language, params string[] arguments)
    {
        bool isCpp = language.StartsWith("c++", StringComparison.Ordinal);
        string[] strict = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-Wshadow"];
        Assert.Equal(
            new CommandLine(0, "", ""),
            CommandLine.Run(
                Path.GetTempPath(),
                null,
                isCpp ? "c++" : "cc",
                [$"-std={language}", .. strict, .. arguments]
            )
        );
    }
}
