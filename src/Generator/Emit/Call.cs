using System.Globalization;

namespace ResNetGen.Generator.Emit;

/// <summary>A call of one of the worker's methods, as emitted code writes it.</summary>
internal sealed class Call(string method)
{
    private readonly List<string> _arguments = [];

    /// <summary>Adds an argument by position.</summary>
    public Call Add(string value)
    {
        _arguments.Add(value);
        return this;
    }

    /// <summary>Adds an argument by name.</summary>
    public Call Add(string name, string value) => Add($"{name}: {value}");

    /// <summary>Adds arguments by name, but for those that have the value they have without being written.</summary>
    public Call Add(IEnumerable<(string Name, int Value, int Default)> arguments)
    {
        _arguments.AddRange(
            arguments
                .Where(argument => argument.Value != argument.Default)
                .Select(argument => $"{argument.Name}: {argument.Value.ToString(CultureInfo.InvariantCulture)}")
        );
        return this;
    }

    public override string ToString() => $"w.{method}({string.Join(", ", _arguments)});";
}
