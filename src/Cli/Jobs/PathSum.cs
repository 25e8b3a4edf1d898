using System.IO.Hashing;
using System.Text;

namespace ResNetGen.Cli.Jobs;

/// <summary>How many paths there are, and a hash of them that does not depend on their order.</summary>
internal sealed class PathSum
{
    private UInt128 _sum;

    public long Count { get; private set; }

    /// <summary>32 hexadecimal digits.</summary>
    public string Hash => _sum.ToString("x32", null);

    public void Add(string path)
    {
        Count++;
        _sum += XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(path));
    }
}
