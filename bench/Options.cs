using System.CommandLine;

namespace ResNetGen.Bench;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public static Option<int> Positive(string name, string description, int initial)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => initial };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} takes a whole number from 1.");
            }
        });
        return option;
    }

    public static Option<double> Seconds(double initial)
    {
        Option<double> option = new("--seconds")
        {
            Description = "How long to measure.",
            DefaultValueFactory = _ => initial,
        };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<double>() is not (> 0 and < 86_400))
            {
                result.AddError("--seconds takes a number above 0.");
            }
        });
        return option;
    }
}
