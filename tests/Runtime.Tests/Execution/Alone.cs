namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>Tests of what the whole process does: nothing else runs at the same time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
