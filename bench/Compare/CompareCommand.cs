using System.CommandLine;

namespace ResNetGen.Bench.Compare;

/// <summary><c>compare</c>: side by side with ONNX Runtime.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        Option<string[]> cases = new("--cases")
        {
            Description =
                $"Cases to run, by name or a part of it; without it, all: {string.Join(", ", ComparedCase.All.Select(one => one.Name))}.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<double> seconds = Options.Seconds(20);
        Option<FileInfo> json = new("--json") { Description = "Also writes the results to this file." };
        Option<bool> bars = new("--bars") { Description = "Prints what is asked of each case, and measures nothing." };
        cases.Validators.Add(result =>
        {
            foreach (
                string part in result
                    .GetValueOrDefault<string[]>()!
                    .Where(part => !ComparedCase.All.Any(one => Matches(one, part)))
            )
            {
                result.AddError($"No case has '{part}' in its name.");
            }
        });

        Command command = new(
            "compare",
            "Times ResNetGen and ONNX Runtime in turns on the same weights, for so many seconds a case. "
                + "Ends with 1 when the median ratio of neighbouring turns is above what it must be on these vectors."
        )
        {
            cases,
            seconds,
            json,
            bars,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(bars))
            {
                Console.Write(ComparedCase.TableOfBars());
                return 0;
            }

            string[] parts = result.GetValue(cases) ?? [];
            ComparedCase[] chosen =
            [
                .. ComparedCase.All.Where(one => parts.Length == 0 || parts.Any(part => Matches(one, part))),
            ];
            Report report = Run(chosen, TimeSpan.FromSeconds(result.GetValue(seconds)));
            if (result.GetValue(json) is { } file)
            {
                File.WriteAllText(file.FullName, report.ToJson());
            }

            return report.Cases.Any(one => one.Verdict == Verdict.FallsShort) ? 1 : 0;
        });
        return command;
    }

    private static bool Matches(ComparedCase compared, string part) =>
        compared.Name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static Report Run(ComparedCase[] cases, TimeSpan duration)
    {
        MachineFacts machine = MachineFacts.Collect();
        Console.WriteLine(Report.Head(machine));
        List<CaseResult> results = [];
        foreach (ComparedCase compared in cases)
        {
            results.Add(Comparison.Run(compared, duration));
            Console.WriteLine(Report.Row(results[^1]));

            // The last case's files and arrays are garbage: collected here, not while the next is timed.
            GC.Collect();
        }

        Report report = new(machine, results);
        Console.WriteLine($"\n{report.Summary()}");
        return report;
    }
}
