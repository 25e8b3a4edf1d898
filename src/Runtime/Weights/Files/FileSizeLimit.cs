namespace ResNetGen.Weights;

/// <summary>
/// What .NET makes of EFBIG: a file has reached a limit of the process (<c>ulimit -f</c>) or of the file system.
/// </summary>
internal static class FileSizeLimit
{
    public static bool Is(Exception exception) => exception is ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>What to tell of a file that cannot be written.</summary>
    public static string Describe(Exception exception) =>
        Is(exception) ? "A file of this size is not allowed." : exception.Message;
}
