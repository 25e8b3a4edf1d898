namespace ResNetGen;

/// <summary>
/// What emitted code and the runtime agree in. They are of one version when a project is built, but NuGet may give the
/// program another runtime than a library was built with, and emitted code has sizes and offsets in it that only its
/// own runtime keeps to.
/// </summary>
internal static class EmittedCode
{
    /// <summary>
    /// Raised when the layouts, what a kernel reads and writes, or what is called are others than the emitted code of
    /// before says.
    /// </summary>
    public const int LayoutVersion = 3;
}
