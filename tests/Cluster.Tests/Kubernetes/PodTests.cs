using ResNetGen.Cluster.Tests.Support;

namespace ResNetGen.Cluster.Tests.Kubernetes;

/// <summary>
/// What the pods of <c>deploy/kubernetes-job</c> would do: the program runs with the arguments of a container, the index of a
/// pod, and directories in the place of volumes.
/// </summary>
public sealed class PodTests : IDisposable
{
    private const int Pictures = 40;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("resnetgen-pods-");

    [Fact]
    public void AllPodsMakeWhatOneProcessMakes()
    {
        JobPictures.Write(Claim("pictures"), Pictures);
        string one = Path.Combine(_directory.FullName, "one.parquet");
        TestedProgram.Run("embed", Claim("pictures"), "--output", one);

        for (int index = 0; index < Manifest.Embed.Job.Spec.Completions; index++)
        {
            Run(Manifest.Embed, index);
        }

        // One more pod of an index, as after a node that did not answer in time.
        Run(Manifest.Embed, index: 0);
        Run(Manifest.Merge, index: null);
        string all = Path.Combine(Claim("results"), "all.parquet");
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(all));
        Assert.Equal(
            File.ReadAllText(Path.ChangeExtension(one, ".failed.jsonl")),
            File.ReadAllText(Path.ChangeExtension(all, ".failed.jsonl"))
        );

        // It replaces what it made.
        Run(Manifest.Merge, index: null);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private void Run(Manifest manifest, int? index)
    {
        using PodIndex pod = new(index);
        TestedProgram.Run([
            .. manifest.Container.Args.Select(argument =>
                argument.StartsWith('/') ? Mounted(manifest, argument) : argument
            ),
        ]);
    }

    private string Mounted(Manifest manifest, string path)
    {
        k8s.Models.V1VolumeMount mount = manifest.MountOf(path);
        return Claim(manifest.ClaimOf(mount)) + path[mount.MountPath.Length..];
    }

    private string Claim(string name) => _directory.CreateSubdirectory(name).FullName;
}
