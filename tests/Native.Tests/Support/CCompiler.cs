using ResNetGen.Package.Tests.Support;

namespace ResNetGen.Native.Tests.Support;

/// <summary>The system's C and C++ compilers.</summary>
internal static class CCompiler
{
    /// <summary>Why tests that need the compilers are skipped; <see langword="null"/> where they are there.</summary>
    public static string? WhyNot { get; } =
        FindProgram("cc") is null || FindProgram("c++") is null
            ? "There is no C or C++ compiler, 'cc' and 'c++': install gcc and g++, or clang."
            : null;

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

    /// <summary>A program on the path; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">Its name.</param>
    public static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
