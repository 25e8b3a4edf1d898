using System.CommandLine;
using ResNetGen.Cli.Bench;

namespace ResNetGen.Bench;

/// <summary><c>peak</c>.</summary>
internal static class PeakCommand
{
    public static Command Create()
    {
        Command command = new("peak", "Prints the most multiply-adds that one core does in registers.");
        command.SetAction(_ => Console.WriteLine($"{PeakMeter.Measure():F0} GFLOP/s on one core"));
        return command;
    }
}
