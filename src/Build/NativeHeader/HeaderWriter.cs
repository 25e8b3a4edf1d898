using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace ResNetGen.Build.NativeHeader;

/// <summary>
/// Writes the C headers that the generator put into an assembly as files. The assembly is read, not loaded.
/// </summary>
internal static class HeaderWriter
{
    private const string Namespace = "ResNetGen.Runtime";
    private const string Attribute = "NativeHeaderAttribute";

    /// <summary>
    /// Makes a folder hold the headers of an assembly and no others; files that are right already are left alone.
    /// </summary>
    /// <param name="assembly">Path of the assembly.</param>
    /// <param name="folder">Where the headers go.</param>
    public static void Write(string assembly, string folder)
    {
        Dictionary<string, string> headers = Read(assembly);
        Directory.CreateDirectory(folder);
        foreach (
            string stale in Directory
                .GetFiles(folder, "*.h")
                .Where(path => !headers.ContainsKey(Path.GetFileName(path)))
        )
        {
            File.Delete(stale);
        }

        foreach ((string name, string text) in headers)
        {
            string path = Path.Combine(folder, name);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            {
                File.WriteAllBytes(path, bytes);
            }
        }
    }

    /// <summary>The headers of an assembly, by the names of their files.</summary>
    /// <param name="assembly">Path of the assembly.</param>
    public static Dictionary<string, string> Read(string assembly)
    {
        using PEReader file = new(File.OpenRead(assembly));
        MetadataReader reader = file.GetMetadataReader();
        Dictionary<string, string> headers = [];
        foreach (
            CustomAttribute attribute in reader
                .GetAssemblyDefinition()
                .GetCustomAttributes()
                .Select(reader.GetCustomAttribute)
        )
        {
            if (IsHeader(reader, attribute))
            {
                // ECMA-335, II.23.3: a prolog of two bytes, then the arguments of the constructor.
                BlobReader arguments = reader.GetBlobReader(attribute.Value);
                arguments.ReadUInt16();
                string name = arguments.ReadSerializedString()!,
                    text = arguments.ReadSerializedString()!;
                headers[name] = text;
            }
        }

        return headers;
    }

    private static bool IsHeader(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            is { Kind: HandleKind.TypeReference } parent
        && reader.GetTypeReference((TypeReferenceHandle)parent) is var type
        && reader.StringComparer.Equals(type.Name, Attribute)
        && reader.StringComparer.Equals(type.Namespace, Namespace);
}
