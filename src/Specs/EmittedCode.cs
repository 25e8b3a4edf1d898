namespace ResNetGen;

/// <summary>
/// What emitted code and the runtime agree in. They are of one version when a project is built, but NuGet may give the
/// program another runtime than a library was built with, and emitted code has sizes and offsets in it that only its
/// own runtime keeps to.
/// </summary>
internal static class EmittedCode
{
    /// <summary>
    /// Raised when older emitted code would go wrong: other layouts, other methods of the runtime, or a kernel that
    /// reads or writes something else. CONTRIBUTING.md has a table of such numbers.
    /// </summary>
    public const int ContractVersion = 5;
}
