using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DiffEngine;

namespace VerifyTests;

/// <summary>A comparison and how to make it; it is made when awaited.</summary>
public sealed class SettingsTask
{
    private readonly string _received;
    private readonly string _extension;
    private readonly string _sourceFile;
    private readonly string _method;
    private object?[] _parameters = [];
    private string _directory = "";
    private bool _isDiffDisabled;
    private Task? _task;

    internal SettingsTask(string? target, string extension, string sourceFile, string method)
    {
        _received = WithFixedLines(target ?? "null");
        _extension = extension;
        _sourceFile = sourceFile;
        _method = method;
    }

    /// <summary>The values of the method's first parameters, for the file's name.</summary>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        _parameters = parameters;
        return this;
    }

    /// <summary>Where the files are, from the test's own folder.</summary>
    public SettingsTask UseDirectory(string directory)
    {
        _directory = directory;
        return this;
    }

    /// <summary>Opens no diff tool on a difference.</summary>
    public SettingsTask DisableDiff()
    {
        _isDiffDisabled = true;
        return this;
    }

    public Task ToTask() => _task ??= CompareAsync();

    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    public static implicit operator Task(SettingsTask settings) => settings.ToTask();

    private async Task CompareAsync()
    {
        string directory = Path.Combine(Path.GetDirectoryName(_sourceFile)!, _directory);
        string name = $"{Path.GetFileNameWithoutExtension(_sourceFile)}.{_method}{ParametersInName()}";
        string receivedName = $"{name}.received.{_extension}",
            verifiedName = $"{name}.verified.{_extension}";
        string receivedPath = Path.Combine(directory, receivedName),
            verifiedPath = Path.Combine(directory, verifiedName);

        string? verified = File.Exists(verifiedPath) ? WithFixedLines(await File.ReadAllTextAsync(verifiedPath)) : null;
        if (verified == _received)
        {
            File.Delete(receivedPath);
            if (!_isDiffDisabled)
            {
                DiffRunner.Kill(receivedPath, verifiedPath);
            }

            return;
        }

        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(receivedPath, _received);
        if (!_isDiffDisabled)
        {
            await DiffRunner.LaunchAsync(receivedPath, verifiedPath);
        }

        throw new VerifyException(
            $"""
            Directory: {directory}
            {(verified is null ? "New" : "NotEqual")}:
              - Received: {receivedName}
                Verified: {verifiedName}

            {Difference(verified, _received)}
            """
        );
    }

    private string ParametersInName()
    {
        if (_parameters.Length == 0)
        {
            return "";
        }

        string className = Path.GetFileNameWithoutExtension(_sourceFile);
        ParameterInfo[] declared =
            typeof(SettingsTask)
                .Assembly.GetTypes()
                .Where(type => type.Name == className)
                .Select(type =>
                    type.GetMethod(
                        _method,
                        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
                    )
                )
                .FirstOrDefault(method => method is not null)
                ?.GetParameters()
            ?? throw new VerifyException(
                $"There is no method {className}.{_method}: a test class must have the name of its file."
            );
        if (_parameters.Length > declared.Length)
        {
            throw new VerifyException(
                $"The number of passed in parameters ({_parameters.Length}) must not exceed the number of parameters for the method ({declared.Length})."
            );
        }

        return string.Concat(_parameters.Zip(declared, (value, parameter) => $"_{parameter.Name}={InName(value)}"));
    }

    private static string InName(object? value)
    {
        StringBuilder name = new(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null");

        // What no file system of the three takes, wherever the test runs: the snapshot is checked out on all.
        foreach (char character in "<>:\"/\\|?*")
        {
            name.Replace(character, '-');
        }

        return name.ToString();
    }

    private static string WithFixedLines(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n');

    /// <summary>The first line that differs: enough to see in a build's log what is going on.</summary>
    private static string Difference(string? verified, string received)
    {
        if (verified is null)
        {
            return received;
        }

        string[] was = verified.Split('\n'),
            @is = received.Split('\n');
        int line = was.Zip(@is).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}\n  received: {LineAt(@is, line)}\n  verified: {LineAt(was, line)}";
    }

    private static string LineAt(string[] lines, int line) => line < lines.Length ? lines[line] : "(end of file)";
}
