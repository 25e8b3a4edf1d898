using ResNetGen.Cli.Models;
using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Jobs;

/// <summary>What runs on the pictures of a job.</summary>
/// <param name="Forks">The network, for each worker; this has them.</param>
/// <param name="Functions">What each worker runs.</param>
/// <param name="Preprocessing">How pictures are prepared.</param>
/// <param name="Length">Values that a function gives.</param>
internal sealed record JobNetwork(
    Forks Forks,
    IReadOnlyList<NetworkFunction> Functions,
    Preprocessing Preprocessing,
    int Length
) : IDisposable
{
    /// <summary>What tells its weights apart.</summary>
    public float[] Fingerprint() => NetworkFingerprint.Of(Forks.Model.Network.InputLength, Length, Functions[0].Invoke);

    public void Dispose() => Forks.Dispose();
}
