using System.IO.Compression;
using System.Xml.Linq;

namespace ResNetGen.Package.Tests.Support;

/// <summary>A package that was packed, read.</summary>
internal sealed class PackageFile
{
    public PackageFile(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);

        // What the format itself puts in says nothing of the package.
        Files =
        [
            .. archive
                .Entries.Select(entry => entry.FullName)
                .Where(name =>
                    name != "[Content_Types].xml" && !name.StartsWith("_rels/") && !name.StartsWith("package/")
                )
                .Where(name => !name.EndsWith(".nuspec"))
                .Order(StringComparer.Ordinal),
        ];
        Contents = archive.Entries.ToDictionary(entry => entry.FullName, Read);
        using MemoryStream nuspec = new(Contents.Single(file => file.Key.EndsWith(".nuspec")).Value);
        Metadata = XDocument.Load(nuspec).Root!.Elements().Single();
    }

    public IReadOnlyList<string> Files { get; }

    public IReadOnlyDictionary<string, byte[]> Contents { get; }

    public XElement Metadata { get; }

    public IEnumerable<string> Dependencies =>
        Metadata
            .Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}");

    public string? this[string name] => Element(name)?.Value;

    public string? Attribute(string element, string name) => Element(element)?.Attribute(name)?.Value;

    private XElement? Element(string name) =>
        Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
