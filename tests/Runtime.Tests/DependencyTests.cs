using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests;

/// <summary>What the runtime asks of the machine it runs on.</summary>
public sealed class DependencyTests
{
    // .NET's hashes such as SHA-256 are OpenSSL's on Linux, and end the process where that is not installed.
    [Fact]
    public void NothingNeedsOpenSsl() =>
        Assert.DoesNotContain(
            typeof(PackedWeights).Assembly.GetReferencedAssemblies(),
            reference =>
                reference.Name!.StartsWith("System.Security.Cryptography", StringComparison.Ordinal)
                || reference.Name == "System.Net.Security"
        );
}
