using ResNetGen.Weights;
using static ResNetGen.Import.Tests.WrittenClasses;

namespace ResNetGen.Import.Tests;

/// <summary>The files of a class that is written: both, or neither.</summary>
public class ClassFilesTests
{
    [Theory]
    [InlineData("Birds.cs")]
    [InlineData("birds.safetensors")]
    public void FilesThatAreThereStayBoth(string there)
    {
        using TemporaryFolder folder = new();
        folder.Write(there, [1, 2, 3]);
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint), "Birds");
        Assert.Contains("already", Assert.Throws<IOException>(() => written.Write(folder.Path)).Message);
        Assert.Equal([folder[there]], Files(folder));

        written.Write(folder.Path, overwrite: true);
        Assert.Equal([folder["Birds.cs"], folder["birds.safetensors"]], Files(folder).Order(StringComparer.Ordinal));
        Assert.True(new FileInfo(folder[there]).Length > 3);
    }

    /// <summary>Cancelled before a tensor in the middle, or without the values that are to be written.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingStaysOfWhatIsNotWhole(bool packed)
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint), "Birds");
        Stopping half = new(stop);
        Assert.Throws<OperationCanceledException>(() =>
            written.Write(folder["a/b"], packed, progress: half, cancellationToken: stop.Token)
        );
        Assert.InRange(half.Share, 0.1, 0.99);
        Assert.False(Path.Exists(folder["a"]));

        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => written.Write(folder["a/b"], packed));
        Assert.False(Path.Exists(folder["a"]));
    }

    /// <summary>What was recognised wrongly would not load: it is not written.</summary>
    [Fact]
    public void WeightsThatDoNotFitTheClassAreNotWritten()
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        ImportedNetwork network = Network(checkpoint, declaration => declaration with { Classes = 7 });
        Assert.Throws<WeightMismatchException>(() => new NetworkClass(network, "Birds").Write(folder["a"]));
        Assert.False(Path.Exists(folder["a"]));
    }

    /// <summary>What Load would refuse is not written either.</summary>
    [Theory]
    [InlineData("layer1.0.conv1.weight", float.NaN, "the value NaN, which is not a finite number")]
    [InlineData("fc.bias", float.PositiveInfinity, "the value Infinity, which is not a finite number")]
    [InlineData("bn1.running_var", -1f, "the value -1, which is no variance")]
    public void ValuesThatNoNetworkTakesAreNotWritten(string tensor, float value, string problem)
    {
        using TemporaryFolder folder = new();
        MemoryStream stream = new();
        using (Checkpoint golden = GoldenFiles.Open("basic.pth"))
        {
            ImportedNetwork.Recognise(golden, Small).WriteSafetensors(stream);
        }

        byte[] bytes = stream.ToArray();
        long position;
        using (ResNetGen.Weights.SafetensorsFile file = ResNetGen.Weights.SafetensorsFile.FromBytes(bytes))
        {
            position = file.Tensors.Single(one => one.Name == tensor).Position;
        }

        BitConverter.TryWriteBytes(bytes.AsSpan((int)position), value);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("bad.safetensors", bytes));
        NetworkClass written = new(ImportedNetwork.Recognise(checkpoint, Small), "Net");

        foreach (bool packed in new[] { false, true })
        {
            WeightFileException error = Assert.Throws<WeightFileException>(() => written.Write(folder["out"], packed));
            Assert.Contains(problem, error.Message);
            Assert.False(Path.Exists(folder["out"]));
        }
    }

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<double>
    {
        public double Share { get; private set; }

        public void Report(double value)
        {
            if (value > 0.3 && !stop.IsCancellationRequested)
            {
                Share = value;
                stop.Cancel();
            }
        }
    }
}
