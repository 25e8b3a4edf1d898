using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>A C header that belongs to the assembly: emitted, and read by the build, which writes the file.</summary>
/// <param name="name">Name of the file.</param>
/// <param name="text">Its text.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NativeHeaderAttribute(string name, string text) : Attribute
{
    /// <summary>Name of the file.</summary>
    public string Name { get; } = name;

    /// <summary>Its text.</summary>
    public string Text { get; } = text;
}
