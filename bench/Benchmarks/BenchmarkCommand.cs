using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace ResNetGen.Bench.Benchmarks;

/// <summary><c>benchmark</c>: the benchmarks of this folder, with BenchmarkDotNet's own options.</summary>
internal static class BenchmarkCommand
{
    // Each job is built anew, all networks with it.
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(15);

    public static Command Create()
    {
        Command command = new(
            "benchmark",
            "Runs BenchmarkDotNet; what follows is for it: --filter *Forward*, --list flat, --job short, --inProcess (no build, less exact)."
        )
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(result =>
        {
            IConfig config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildTimeout);
            BenchmarkSwitcher.FromAssembly(typeof(BenchmarkCommand).Assembly).Run([.. result.UnmatchedTokens], config);
        });
        return command;
    }
}
