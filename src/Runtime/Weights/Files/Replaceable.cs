namespace ResNetGen.Weights;

/// <summary>What a new file may take the place of. A file that was mistaken for a target stays.</summary>
internal sealed class Replaceable
{
    private readonly string _problem;
    private readonly byte[][] _beginnings;

    private Replaceable(string problem, params byte[][] beginnings)
    {
        _problem = problem;
        _beginnings = beginnings;
    }

    /// <summary>No file.</summary>
    public static Replaceable None { get; } = new("");

    /// <summary>Any file: each begins with nothing.</summary>
    public static Replaceable Any { get; } =
        new(
            "",
            [
                [],
            ]
        );

    /// <summary>Packed files.</summary>
    public static Replaceable Packed { get; } = Only("packed one", [.. PackedFormat.Magic]);

    /// <summary>Files of one kind, and empty ones.</summary>
    /// <param name="kind">What they are called, behind "it is no".</param>
    /// <param name="beginnings">What they begin with.</param>
    public static Replaceable Only(string kind, params byte[][] beginnings) =>
        new($", and it is no {kind}", beginnings);

    /// <summary>Why a file stays: what follows "there is a file already"; <see langword="null"/> if it may go.</summary>
    public string? WhatIsWrong(string path)
    {
        if (_beginnings.Length == 0)
        {
            return _problem;
        }

        byte[] start = new byte[_beginnings.Max(beginning => beginning.Length)];
        if (start.Length == 0)
        {
            return null;
        }

        using FileStream stream = File.OpenRead(path);
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read == 0 || _beginnings.Any(beginning => start.AsSpan(0, read).StartsWith(beginning)) ? null : _problem;
    }
}
