using System.Text.Json;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Checkpoints in several files, and folders.</summary>
public class SplitTests
{
    private const string Index = "model.safetensors.index.json";

    [Theory]
    [InlineData(Index)]
    [InlineData("")]
    public void FilesOfAnIndexAreOneCheckpoint(string path)
    {
        using TemporaryFolder folder = new();
        Split(folder, places => places);
        using Checkpoint checkpoint = Checkpoint.Open(folder[path]);
        using Checkpoint whole = GoldenFiles.Open("views.pth");
        Assert.Equal(CheckpointFormat.Safetensors, checkpoint.Format);
        Assert.Equal("123", checkpoint.Metadata["total_size"]);
        Assert.Equal(whole.Tensors.Count, checkpoint.Tensors.Count);
        foreach (CheckpointTensor tensor in whole.Tensors.Where(tensor => tensor.IsReadable))
        {
            Assert.True(checkpoint.TryFind(tensor.Name, out CheckpointTensor? found));
            Assert.Equal(tensor.Shape, found.Shape);
            Assert.Equal(Read(whole, tensor), Read(checkpoint, found));
        }
    }

    [Theory]
    [InlineData("one.safetensors", "../one.safetensors", "where the name of a file beside it is expected")]
    [InlineData("one.safetensors", "/etc/passwd", "where the name of a file beside it is expected")]
    [InlineData("one.safetensors", "..", "where the name of a file beside it is expected")]
    [InlineData("one.safetensors", "missing.safetensors", "there is no such file")]
    [InlineData("one.safetensors", Index, "where the name of a file beside it is expected")]
    [InlineData("one.safetensors", "two.safetensors", "is not in \"two.safetensors\", as the index says")]
    public void IndexThatLeadsElsewhereIsRefused(string from, string to, string problem)
    {
        using TemporaryFolder folder = new();
        Split(folder, places => places.ToDictionary(pair => pair.Key, pair => pair.Value == from ? to : pair.Value));
        Assert.Contains(problem, Assert.Throws<WeightFileException>(() => Checkpoint.Open(folder[Index])).Message);
    }

    [Fact]
    public void TensorThatIsInNoFileIsNamed()
    {
        using TemporaryFolder folder = new();
        Split(folder, places => new Dictionary<string, string>(places) { ["more"] = "one.safetensors" });
        WeightFileException error = Assert.Throws<WeightFileException>(() => Checkpoint.Open(folder[Index]));
        Assert.Equal("more", error.Tensor);
        Assert.Contains("tensor \"more\" is not in \"one.safetensors\", as the index says", error.Message);
    }

    [Fact]
    public void TensorThatIsNotInTheIndexIsNamed()
    {
        using TemporaryFolder folder = new();
        Split(folder, places => places.Where(pair => pair.Key != "whole").ToDictionary());
        WeightFileException error = Assert.Throws<WeightFileException>(() => Checkpoint.Open(folder[Index]));
        Assert.Equal("whole", error.Tensor);
        Assert.Contains("is not in the index", error.Message);
    }

    [Theory]
    [InlineData("", " is empty")]
    [InlineData("[]", "the index has no object \"weight_map\"")]
    [InlineData("{\"weight_map\": {}}", "the index names 0 files")]
    [InlineData("{\"weight_map\": 1}", "the index has no object \"weight_map\"")]
    [InlineData("{\"weight_map\": {\"a\": 1}}", "the index has tensor \"a\" in \"1\"")]
    [InlineData("{\"weight_map\": {\"a\": \"b\", \"a\": \"c\"}}", "the index is not JSON")]
    [InlineData("{\"weight_map\": {\"\\ud800\": \"b\"}}", "the index is not JSON")]
    [InlineData("{", "the index is not JSON")]
    public void WrongIndexIsRefused(string json, string problem)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[Index], json);
        Assert.Contains(problem, Assert.Throws<WeightFileException>(() => Checkpoint.Open(folder[Index])).Message);
    }

    [Fact]
    public void FolderWithoutACheckpointIsRefused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "this is a directory without model.safetensors, ",
            Assert.Throws<WeightFileException>(() => Checkpoint.Open(folder.Path)).Message
        );
    }

    [Fact]
    public void MissingFileIsRefused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "there is no such file",
            Assert.Throws<WeightFileException>(() => Checkpoint.Open(folder["nothing.pth"])).Message
        );
    }

    private static void Split(
        TemporaryFolder folder,
        Func<Dictionary<string, string>, Dictionary<string, string>> change
    )
    {
        using Checkpoint checkpoint = GoldenFiles.Open("views.pth");
        Dictionary<string, string> places = checkpoint
            .Tensors.Select((tensor, index) => (tensor.Name, File: index % 2 == 0 ? "one" : "two"))
            .ToDictionary(pair => pair.Name, pair => pair.File + ".safetensors");
        foreach (IGrouping<string, string> file in places.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            checkpoint.WriteSafetensors(folder[file.Key], file.ToDictionary(name => name));
        }

        File.WriteAllText(
            folder[Index],
            JsonSerializer.Serialize(new { metadata = new { total_size = 123 }, weight_map = change(places) })
        );
    }

    private static double[] Read(Checkpoint checkpoint, CheckpointTensor tensor)
    {
        double[] values = new double[tensor.ElementCount];
        checkpoint.ReadDouble(tensor, values);
        return values;
    }
}
