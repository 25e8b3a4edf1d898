using System.Globalization;
using System.IO.Hashing;

namespace ResNetGen.Cli.Jobs;

/// <summary>What a file of a part has, so that damage is found.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Hash">XXH128 of its bytes, 32 hexadecimal digits.</param>
internal sealed record FileSum(long Bytes, string Hash)
{
    /// <summary>Reads a file.</summary>
    public static FileSum Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        XxHash128 hash = new();
        hash.Append(stream);
        return new FileSum(stream.Length, hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture));
    }
}
