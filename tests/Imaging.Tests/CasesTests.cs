using System.IO.Compression;
using System.Text.Json;

namespace ResNetGen.Imaging.Tests;

/// <summary>
/// Small PNG and BMP files of every kind, sound and damaged: what Pillow reads is read, to the pixel, and nothing else.
/// </summary>
public sealed class CasesTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(Golden.Bytes("cases.json")).RootElement;

    public static TheoryData<string> Names => new(Cases.EnumerateObject().Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void IsReadAsPillowReadsIt(string name)
    {
        JsonElement entry = Cases.GetProperty(name);
        byte[] file = Unpack(entry.GetProperty("file"));
        if (entry.TryGetProperty("refused", out _))
        {
            Assert.Throws<PictureException>(() => Picture.Decode(file));
            return;
        }

        JsonElement size = entry.GetProperty("size");
        PngTests.AssertPixels(
            Picture.Decode(file).ToRgb(),
            size[0].GetInt32(),
            size[1].GetInt32(),
            3,
            Unpack(entry.GetProperty("pixels"))
        );
    }

    internal static byte[] Unpack(JsonElement packed)
    {
        MemoryStream unpacked = new();
        using ZLibStream inflater = new(new MemoryStream(packed.GetBytesFromBase64()), CompressionMode.Decompress);
        inflater.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
