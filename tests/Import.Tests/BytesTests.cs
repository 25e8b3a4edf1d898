using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Checkpoints in memory.</summary>
public class BytesTests
{
    public static TheoryData<string> Files => [.. GoldenFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void BytesHaveTheTensorsOfTheFile(string name)
    {
        using Checkpoint file = GoldenFiles.Open(name);
        using Checkpoint bytes = Checkpoint.Open("bytes", File.ReadAllBytes(GoldenFiles.Path(name)));

        Assert.Equal(("bytes", file.Format), (bytes.Name, bytes.Format));
        Assert.Empty(bytes.Files);
        Assert.Equal([GoldenFiles.Path(name)], file.Files);
        Assert.Equal(
            file.Tensors.Select(tensor => tensor.ToString()),
            bytes.Tensors.Select(tensor => tensor.ToString())
        );
        foreach ((CheckpointTensor expected, CheckpointTensor found) in file.Tensors.Zip(bytes.Tensors))
        {
            if (expected.IsReadable)
            {
                Assert.Equal(Values(file, expected), Values(bytes, found));
            }
        }
    }

    [Fact]
    public void ADisposedOneIsNotRead()
    {
        Checkpoint bytes = Checkpoint.Open("bytes", File.ReadAllBytes(GoldenFiles.Path("basic.pth")));
        bytes.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Values(bytes, bytes.Tensors[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no weights")]
    public void OtherBytesAreRefusedByTheirName(string text)
    {
        WeightFileException refused = Assert.Throws<WeightFileException>(() =>
            Checkpoint.Open("bytes", System.Text.Encoding.UTF8.GetBytes(text))
        );

        Assert.StartsWith("bytes: ", refused.Message);
    }

    private static double[] Values(Checkpoint checkpoint, CheckpointTensor tensor)
    {
        double[] values = new double[tensor.ElementCount];
        checkpoint.ReadDouble(tensor, values);
        return values;
    }
}
