using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;

namespace ResNetGen.Cli.Jobs;

/// <summary>
/// The share of one task in the pictures of a job. A picture's shard follows from its relative path alone: it does not
/// matter which other pictures there are, or who asks.
/// </summary>
/// <param name="Index">Which share, from 0.</param>
/// <param name="Count">How many shares there are.</param>
internal sealed partial record Shard(int Index, int Count)
{
    /// <summary>The most shares: their numbers have five digits in the names of files.</summary>
    public const int Most = 100_000;

    /// <summary>All pictures.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>Whether a picture is in this share.</summary>
    public bool Holds(string path) => Of(path, Count) == Index;

    /// <summary>The name of its file: <c>part.parquet</c> becomes <c>part-00003-of-00008.parquet</c>.</summary>
    public string NameIn(string path)
    {
        string extension = Path.GetExtension(path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{path[..^extension.Length]}-{Index:D5}-of-{Count:D5}{extension}"
        );
    }

    /// <summary>Whether a file may have such a name.</summary>
    [GeneratedRegex(@"-\d{5}-of-\d{5}\.[^.]+$")]
    public static partial Regex IsName();

    private static int Of(string path, int count) =>
        (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(path)) % (ulong)count);
}
