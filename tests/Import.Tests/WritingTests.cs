using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Files that are written.</summary>
public class WritingTests
{
    [Fact]
    public void EqualInputGivesEqualBytes()
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open("types.pth");
        Dictionary<string, string> names = checkpoint.Tensors.ToDictionary(
            tensor => "to." + tensor.Name,
            one => one.Name
        );
        checkpoint.WriteSafetensors(folder["one"], names);
        checkpoint.WriteSafetensors(folder["two"], names.Reverse().ToDictionary());
        Assert.Equal(File.ReadAllBytes(folder["one"]), File.ReadAllBytes(folder["two"]));
    }

    [Fact]
    public void TensorsHaveTheirNewNamesAndTypes()
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open("types.pth");
        checkpoint.WriteSafetensors(
            folder["some"],
            new Dictionary<string, string>
            {
                ["half"] = "F16",
                ["again"] = "F16",
                ["brain"] = "BF16",
                ["\u00FC \" \n"] = "F64",
            }
        );
        using SafetensorsFile file = SafetensorsFile.Open(folder["some"]);
        Assert.Equal(
            [
                ("\u00FC \" \n", TensorDataType.F64),
                ("again", TensorDataType.F16),
                ("brain", TensorDataType.BF16),
                ("half", TensorDataType.F16),
            ],
            file.Tensors.Select(tensor => (tensor.Name, tensor.DataType))
        );
        Assert.All(file.Tensors, tensor => Assert.Equal(0, tensor.Position % 2));
        Assert.Equal(0, file.Tensors[0].Position % 8);
    }

    [Fact]
    public void OtherFilesStay()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("there", [1, 2, 3]);
        using Checkpoint checkpoint = GoldenFiles.Open("tensor.pth");
        IOException error = Assert.Throws<IOException>(() => Write(checkpoint, path));
        Assert.Contains("there is a file already", error.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    /// <summary>The file that is written cannot grow: the values of one tensor are gone when they are needed.</summary>
    [Fact]
    public void NothingHalfWrittenStays()
    {
        using TemporaryFolder folder = new();
        Checkpoint checkpoint = GoldenFiles.Open("tensor.pth");
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Write(checkpoint, folder["target"]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void MissingFolderIsNamed()
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open("tensor.pth");
        Assert.Throws<DirectoryNotFoundException>(() => Write(checkpoint, folder["a/b"]));
    }

    [Theory]
    [InlineData("x", "nothing", "has no tensor \"nothing\"")]
    [InlineData("__metadata__", "tensor", "cannot have the name")]
    public void NamesThatCannotBeAreRefused(string name, string tensor, string problem)
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open("tensor.pth");
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            checkpoint.WriteSafetensors(folder["x"], new Dictionary<string, string> { [name] = tensor })
        );
        Assert.Contains(problem, error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    /// <summary>No argument of a theory: on its way it would become another character.</summary>
    [Fact]
    public void HalfACharacterIsNoName() => NamesThatCannotBeAreRefused("x\uD800", "tensor", "cannot have the name");

    private static void Write(Checkpoint checkpoint, string path) =>
        checkpoint.WriteSafetensors(
            path,
            checkpoint.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Name)
        );
}
