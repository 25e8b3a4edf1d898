using System.Collections;

namespace ResNetGen.Import.Tests;

/// <summary>Files and what is wrong with them, by name: as arguments of tests, the runner would print their bytes.</summary>
internal sealed class Cases : IEnumerable<string>
{
    private readonly Dictionary<string, (byte[] Bytes, string Problem)> _all = [];

    public (byte[] Bytes, string Problem) this[string name] => _all[name];

    public void Add(string name, byte[] bytes, string problem) => _all.Add(name, (bytes, problem));

    public IEnumerator<string> GetEnumerator() => _all.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
