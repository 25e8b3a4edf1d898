using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

public sealed class UnreadableFileTests
{
    [Fact]
    public void MissingFile()
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.Open("no-such.safetensors")
        );
        Assert.Equal(
            $"no-such.safetensors: there is no such file. It was looked for as {Path.GetFullPath("no-such.safetensors")}.",
            exception.Message
        );
    }

    [Fact]
    public void MissingDirectory()
    {
        string path = Path.Combine(Path.GetTempPath(), "no-such-directory", "x.safetensors");
        WeightFileException exception = Assert.Throws<WeightFileException>(() => SafetensorsFile.Open(path));
        Assert.Equal($"{path}: there is no such directory.", exception.Message);
    }

    [Fact]
    public void Directory()
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.Open(Path.GetTempPath())
        );
        Assert.Contains(
            "this is a directory, where a weight file is expected",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void EmptyFile()
    {
        using TemporaryFile file = new([]);
        WeightFileException exception = Assert.Throws<WeightFileException>(() => SafetensorsFile.Open(file.Path));
        Assert.Contains("the file is empty", exception.Message, StringComparison.Ordinal);
        Assert.False(file.IsHeld);
    }

    [FactNeeding(Needs.Linux, "devices are not told from files")]
    public void Device()
    {
        Assert.Throws<WeightFileException>(() => SafetensorsFile.Open("/dev/null"));
    }

    // Whoever may read everything cannot meet this one: it is made by hand.
    [Fact]
    public void NoPermission()
    {
        using TemporaryFile file = new([1]);
        WeightFileException exception = UnreadableFile.Describe(file.Path, new UnauthorizedAccessException("denied"));
        Assert.Equal($"{file.Path}: there is no permission to read the file.", exception.Message);
    }

    [Fact]
    public void PathThatIsNone()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Open(""));
        Assert.Throws<ArgumentNullException>(() => SafetensorsFile.Open(null!));
        Assert.Throws<WeightFileException>(() => SafetensorsFile.Open("a\0b"));
    }

    public static TheoryData<string, string, byte[], string, string> Foreign { get; } =
        new()
        {
            {
                "PyTorch",
                "model.pth",
                [.. "PK\x03\x04"u8, 0, 0, 8, 8, 0, 0],
                "this is a zip archive, probably a PyTorch checkpoint",
                "\nresnetgen import FILE --output imported"
            },
            {
                "old PyTorch",
                "model.pt",
                [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9],
                "this is a Python pickle",
                "\nresnetgen import FILE --output imported"
            },
            {
                "older PyTorch",
                "model.tar",
                [.. new byte[4], .. Enumerable.Repeat((byte)'a', 253), .. "ustar\0"u8, .. new byte[200]],
                "this is a tar archive",
                "Unpack it"
            },
            {
                "GGUF",
                "model.gguf",
                [.. "GGUF"u8, 3, 0, 0, 0, 1, 0],
                "this is a GGUF file",
                "Take the safetensors file"
            },
            {
                "HDF5",
                "model.h5",
                [0x89, .. "HDF\r\n"u8, 0x1a, 0x0a, 0, 0],
                "this is an HDF5 file (Keras)",
                "save_file(model.state_dict(), \"model.safetensors\")"
            },
            {
                "ONNX",
                "model.onnx",
                [0x08, 0x07, 0x12, 0x07, .. "pytorch"u8],
                "this is an ONNX model",
                "\nresnetgen import FILE --output imported"
            },
            {
                "TorchSharp",
                "model.dat",
                [0x7A, 12, .. "conv1.weight"u8, 6, 4, 64, 3, 7, 7],
                "this is a file of TorchSharp",
                "\nresnetgen import FILE --output imported"
            },
            { "NumPy", "model.npy", [0x93, .. "NUMPY"u8, 1, 0, 0x76, 0], "this is a NumPy array", "save_file" },
            { "gzip", "model.gz", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5], "this is a gzip file", "Unpack it" },
            {
                "Git LFS",
                "model.safetensors",
                [.. "version https://git-lfs.github.com/spec/v1\noid sha256:"u8],
                "this is a Git LFS pointer",
                "git lfs pull"
            },
            {
                "web page",
                "model.safetensors",
                [.. "<!DOCTYPE html><html>"u8],
                "this is a web page",
                "The download failed"
            },
            {
                "index of shards",
                "model.safetensors.index.json",
                [.. "{\n \"metadata\": {}, \"weight_map\": {}}"u8],
                "this is the index of weights that are split over several files",
                "\nresnetgen import FILE --output imported"
            },
            { "JSON", "config.json", [.. "{}"u8], "this is a JSON file", "Give the file with the weights" },
            {
                "longer JSON",
                "config.json",
                [.. "{\"architectures\": []}"u8],
                "this is a JSON file",
                "Give the file with the weights"
            },
        };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void AnotherFormatIsRecognised(string what, string name, byte[] bytes, string problem, string advice)
    {
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            SafetensorsFile.FromBytes(bytes, Path.Combine("weights", name))
        );
        Assert.StartsWith($"{Path.Combine("weights", name)}: {problem}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Fact]
    public void AHeaderWhoseLengthLooksLikeAPickleIsNone()
    {
        // 0x0280 bytes: the file starts as a pickle of protocol 2 does.
        using SafetensorsFile good = SafetensorsFile.FromBytes(SafetensorsWriter.File("{}".PadRight(0x280)));
        Assert.Empty(good.Tensors);

        byte[] cut = SafetensorsWriter.File("{}".PadRight(0x280))[..100];
        WeightFileException exception = Assert.Throws<WeightFileException>(() => SafetensorsFile.FromBytes(cut));
        Assert.Contains("its header has 640 bytes, and 92 follow", exception.Message, StringComparison.Ordinal);
    }

    [TheoryNeeding(Needs.Unix, "Windows has another shell")]
    [InlineData("", "''")]
    [InlineData("a b.pth", "'a b.pth'")]
    [InlineData("it's$x`.pth", "'it'\\''s$x`.pth'")]
    [InlineData("-x.pth", "./-x.pth")]
    [InlineData("ä+1/\\x.pth", "'ä+1/\\x.pth'")]
    public void PathsAreQuotedForTheShell(string path, string word) => Assert.Equal(word, Quoted.Shell(path));
}
