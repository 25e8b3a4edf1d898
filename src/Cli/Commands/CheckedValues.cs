using System.CommandLine;
using System.CommandLine.Parsing;
using ResNetGen.Cli.Output;

namespace ResNetGen.Cli.Commands;

/// <summary>Checks the texts that options and arguments take.</summary>
internal static class CheckedValues
{
    /// <summary>It names a file, so it is not empty.</summary>
    public static void NamesFile(this Option option) =>
        option.Validators.Add(result => RefuseEmpty(result, option.Name));

    /// <summary>It names a file, so it is not empty.</summary>
    public static void NamesFile(this Argument argument) =>
        argument.Validators.Add(result => RefuseEmpty(result, argument.Name));

    /// <summary>It is one of some names, which the shell may complete.</summary>
    public static void IsOneOf(this Option option, params string[] names)
    {
        option.CompletionSources.Add(names);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !names.Contains(token.Value)) is { } unknown)
            {
                result.AddError(
                    $"{option.Name} is one of {string.Join(", ", names)}; found '{Printable.Field(unknown.Value)}'."
                );
            }
        });
    }

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{name} needs the name of a file, found an empty one.");
        }
    }
}
