using k8s;
using k8s.Models;
using ResNetGen.Package.Tests.Support;
using YamlDotNet.Serialization;

namespace ResNetGen.Cluster.Tests.Kubernetes;

/// <summary>A file of <c>deploy/kubernetes-job</c> with a job.</summary>
internal sealed class Manifest
{
    private Manifest(string name)
    {
        string text = ReadText(name);

        // A field that the API does not have, or has elsewhere, is an exception.
        Job = KubernetesYaml.Deserialize<V1Job>(text, strict: true);
        Values = new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize<Dictionary<object, object>>(text);
    }

    public static Manifest Embed { get; } = new("job.yaml");

    public static Manifest Merge { get; } = new("merge.yaml");

    public static TheoryData<string> Names => ["job.yaml", "merge.yaml"];

    /// <summary>The job, with the names and types of the API.</summary>
    public V1Job Job { get; }

    /// <summary>The same as it is sent: 8 is a number, and "8" is a text.</summary>
    public object Values { get; }

    public V1PodSpec Pod => Job.Spec.Template.Spec;

    public V1Container Container => Assert.Single(Pod.Containers);

    public static Manifest Of(string name) => name == "job.yaml" ? Embed : Merge;

    public static string ReadText(string name) =>
        File.ReadAllText(Path.Combine(TestProject.Repository, "deploy", "kubernetes-job", name));

    /// <summary>The value behind an argument.</summary>
    public string Option(string name) => Container.Args[Container.Args.IndexOf(name) + 1];

    /// <summary>The volume that a path is in.</summary>
    public V1VolumeMount MountOf(string path) =>
        Container
            .VolumeMounts.Where(mount =>
                path == mount.MountPath || path.StartsWith(mount.MountPath + '/', StringComparison.Ordinal)
            )
            .MaxBy(mount => mount.MountPath.Length)
        ?? throw new Xunit.Sdk.XunitException($"No volume is mounted where {path} is.");

    public string ClaimOf(V1VolumeMount mount) =>
        Assert.Single(Pod.Volumes, volume => volume.Name == mount.Name).PersistentVolumeClaim.ClaimName;
}
