namespace ResNetGen.Cluster.Tests.Kubernetes;

/// <summary>The number of a pod, in the variable by which Kubernetes tells it.</summary>
internal sealed class PodIndex : IDisposable
{
    private const string Variable = "JOB_COMPLETION_INDEX";

    public PodIndex(int? index) => Environment.SetEnvironmentVariable(Variable, index is null ? null : $"{index}");

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);
}
