namespace ResNetGen.Runtime;

/// <summary>
/// How many threads of one run can work at once. More than that would wait for each other at every layer, each time
/// until the system lets the other have the processor.
/// </summary>
internal static class Processors
{
    /// <summary>
    /// What the system lets this process have: fewer than there are, where it is bound to some, or a container has a
    /// limit. Tests take more.
    /// </summary>
    public static int Count { get; set; } = Environment.ProcessorCount;
}
