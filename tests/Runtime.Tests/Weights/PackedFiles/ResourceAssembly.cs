using System.Reflection;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>An assembly that is nothing but a resource, so many bytes behind a page.</summary>
internal sealed unsafe class ResourceAssembly(byte[] bytes, int shift = 0) : Assembly, IDisposable
{
    public const string Resource = "Demo.Net.packed";

    public NativeBytes Bytes { get; } = new(bytes, shift);

    public override Stream? GetManifestResourceStream(string name) =>
        name == Resource ? new UnmanagedMemoryStream(Bytes.Start, bytes.Length) : null;

    public void Dispose() => ((IDisposable)Bytes).Dispose();
}
