namespace ResNetGen.Arm64.Tests.Support;

/// <summary>What all tests share, so that nothing is compiled twice, nor two things at a time in one folder.</summary>
[CollectionDefinition(nameof(EmulatedRun))]
public sealed class EmulatedRunCollection : ICollectionFixture<EmulatedRun>;
