using System.CommandLine;
using System.Globalization;
using k8s.Models;
using ResNetGen.Cli;
using ResNetGen.Cli.Commands;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cluster.Tests.Kubernetes;

/// <summary><c>deploy/kubernetes-job</c>, against the program and the types of Kubernetes' API.</summary>
public class ManifestTests
{
    private static int Shards => int.Parse(Manifest.Embed.Option("--shard"), CultureInfo.InvariantCulture);

    [Fact]
    public void EachIndexIsAShard()
    {
        V1JobSpec spec = Manifest.Embed.Job.Spec;
        Assert.Equal("Indexed", spec.CompletionMode);
        Assert.Equal(Shards, spec.Completions);
        Assert.InRange(spec.Parallelism ?? 0, 1, Shards);
        Assert.All(Enumerable.Range(0, Shards), index => Assert.Empty(Parse(Manifest.Embed, index).Errors));
        Assert.NotEmpty(Parse(Manifest.Embed, Shards).Errors);
        Assert.NotEmpty(Parse(Manifest.Embed, index: null).Errors);
    }

    [Fact]
    public void MergeNeedsNoIndex() => Assert.Empty(Parse(Manifest.Merge, index: null).Errors);

    [Theory]
    [MemberData(nameof(Manifest.Names), MemberType = typeof(Manifest))]
    public void ArgumentsAreTexts(string name)
    {
        object node = Manifest.Of(name).Values;
        foreach (object key in (object[])["spec", "template", "spec", "containers", 0, "args"])
        {
            node = node is Dictionary<object, object> map ? map[key] : ((List<object>)node)[(int)key];
        }

        Assert.All((List<object>)node, argument => Assert.IsType<string>(argument));
    }

    [Fact]
    public void KilledPodIsFollowedByAnother()
    {
        V1JobSpec spec = Manifest.Embed.Job.Spec;
        Assert.True(spec.BackoffLimitPerIndex > 0);
        Assert.Equal("Failed", spec.PodReplacementPolicy);
        Assert.Contains("--resume", Manifest.Embed.Container.Args);
    }

    [Theory]
    [MemberData(nameof(Manifest.Names), MemberType = typeof(Manifest))]
    public void OnlyWhatWouldFailAgainEndsTheJob(string name)
    {
        Manifest manifest = Manifest.Of(name);
        Assert.Equal("Never", manifest.Pod.RestartPolicy);
        IList<V1PodFailurePolicyRule> rules = manifest.Job.Spec.PodFailurePolicy.Rules;
        Assert.Equal(["Ignore", "FailJob"], rules.Select(rule => rule.Action));
        Assert.Equal("DisruptionTarget", Assert.Single(rules[0].OnPodConditions).Type);
        V1PodFailurePolicyOnExitCodesRequirement codes = rules[1].OnExitCodes;
        Assert.Equal(manifest.Container.Name, codes.ContainerName);
        Assert.Equal("In", codes.OperatorProperty);
        Assert.Equal([ExitCode.Usage, ExitCode.CannotStart], codes.Values);
    }

    [Theory]
    [MemberData(nameof(Manifest.Names), MemberType = typeof(Manifest))]
    public void PathsAreInVolumes(string name)
    {
        Manifest manifest = Manifest.Of(name);
        Assert.All(
            manifest.Container.Args.Where(argument => argument.StartsWith('/')),
            path => Assert.NotEmpty(manifest.ClaimOf(manifest.MountOf(path)))
        );

        // The program makes no directories, and the image has none but these.
        string output = manifest.Option("--output");
        V1VolumeMount results = manifest.MountOf(output);
        Assert.Equal(results.MountPath, Path.GetDirectoryName(output));
        Assert.NotEqual(true, results.ReadOnlyProperty);
    }

    [Fact]
    public void MergeReadsWhereTheOtherWrites()
    {
        string parts = Manifest.Merge.Container.Args[1];
        string output = Manifest.Embed.Option("--output");
        Assert.Equal(
            Manifest.Embed.ClaimOf(Manifest.Embed.MountOf(output)),
            Manifest.Merge.ClaimOf(Manifest.Merge.MountOf(parts))
        );
        Assert.Equal(Path.GetDirectoryName(output), parts);
    }

    [Theory]
    [MemberData(nameof(Manifest.Names), MemberType = typeof(Manifest))]
    public void ContainerIsTheImageThatTheDockerfileBuilds(string name)
    {
        V1Container container = Manifest.Of(name).Container;
        string file = Manifest.ReadText("Dockerfile");
        System.Reflection.AssemblyName program = typeof(Application).Assembly.GetName();
        Assert.Null(container.Command);
        Assert.Contains($"ENTRYPOINT [\"/app/{program.Name}\"]", file);
        Assert.Contains($"COPY --from=build /published/{program.Name} /app/{program.Name}\n", file);
        Assert.Contains($" -t {container.Image} ", file);
        Assert.EndsWith($":{program.Version!.ToString(3)}", container.Image);
    }

    [Fact]
    public void ThreadsAreTheProcessorsThatAreAskedFor() =>
        Assert.Equal(Manifest.Embed.Container.Resources.Requests["cpu"].ToString(), Manifest.Embed.Option("--threads"));

    private static ParseResult Parse(Manifest manifest, int? index)
    {
        using PodIndex pod = new(index);
        RootCommand root = CommandTree.Create(new Terminal(TextWriter.Null, TextWriter.Null), CancellationToken.None);
        return root.Parse([.. manifest.Container.Args], CommandTree.Parsing);
    }
}
