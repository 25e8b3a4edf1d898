using ResNetGen.Cli.Tests.Support;

namespace ResNetGen.Cli.Tests;

/// <summary><c>classify --labels</c>.</summary>
public class ClassifyLabelsTests
{
    [Fact]
    public void LabelsOfAFileReplaceTheModels()
    {
        using TemporaryDirectory directory = new();
        IEnumerable<string> names = Enumerable.Range(0, 10).Select(index => $"garment {index} ");
        string labels = directory.Write("labels.txt", string.Join("\r\n", names) + "\r\n\r\n");
        Invocation run = Invocation.Run("classify", Samples.Of("bag"), "--labels", labels).Succeeded();
        Assert.Equal("garment 8", run.Lines[0].Split('\t')[1]);
    }

    [Fact]
    public void LabelsMustBeAsManyAsClasses()
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write("labels.txt", "one\ntwo\n");
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: 2 labels, but fashion-resnet20 has 10 classes.");
    }

    [Theory]
    [InlineData("one\n\nthree\n", "line 2 is blank")]
    [InlineData("\none\n", "line 1 is blank")]
    [InlineData("one\0two", "there is a NUL in it")]
    [InlineData("\n \n", "0 labels")]
    public void LabelsMustBeOneALine(string content, string message)
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write("labels.txt", content);
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: {message}");
    }

    [Fact]
    public void LabelsMustBeText()
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write("labels.txt", [0x61, 0xFF]);
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: the labels are not UTF-8.");
        labels = directory.Write("large.txt", new byte[(4 << 20) + 1]);
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", labels)
            .Failed(ExitCode.CannotStart, $"{labels}: this is larger than 4 MiB");
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", directory.Path)
            .Failed(
                ExitCode.CannotStart,
                $"{directory.Path}: this is a directory, where a file of labels is expected."
            );
    }

    [Fact]
    public void LabelsMayBeginWithAMark()
    {
        using TemporaryDirectory directory = new();
        string labels = directory.Write(
            "labels.txt",
            "\uFEFF" + string.Join("\r\n", Enumerable.Range(0, 10).Select(index => $"name{index}")) + "\r\n \r\n"
        );
        Invocation run = Invocation.Run("classify", Samples.Of("bag"), "--labels", labels, "--top", "10").Succeeded();
        Assert.Contains("\tname0\t", run.Out);
    }

    [Fact]
    public void LabelsMustExist() =>
        Invocation
            .Run("classify", Samples.Of("bag"), "--labels", "missing.txt")
            .Failed(ExitCode.CannotStart, "missing.txt: there is no such file.");
}
