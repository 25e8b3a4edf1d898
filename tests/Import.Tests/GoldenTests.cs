using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Names, types, shapes and values, as PyTorch reads them.</summary>
public class GoldenTests
{
    public static TheoryData<string> Files => [.. GoldenFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void TensorsAreThoseOfPyTorch(string file)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        Assert.Equal(
            GoldenFiles
                .Tensors(file)
                .Select(pair => $"{pair.Key} {pair.Value.Type} [{pair.Value.Shape.Replace(",", ", ")}]")
                .Order(StringComparer.Ordinal),
            checkpoint.Tensors.Select(tensor => tensor.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void WrittenValuesAreThoseOfPyTorch(string file)
    {
        using TemporaryFolder folder = new();
        using (Checkpoint checkpoint = GoldenFiles.Open(file))
        {
            checkpoint.WriteSafetensors(
                folder["all"],
                checkpoint.Tensors.ToDictionary(one => one.Name, one => one.Name)
            );
        }

        byte[] bytes = File.ReadAllBytes(folder["all"]);
        using SafetensorsFile written = SafetensorsFile.Open(folder["all"]);
        Assert.Equal(GoldenFiles.Tensors(file).Count, written.Tensors.Count);
        Assert.All(
            written.Tensors,
            tensor =>
                Assert.Equal(
                    GoldenFiles.Tensors(file)[tensor.Name].Hash,
                    Hash(bytes.AsSpan((int)tensor.Position, (int)tensor.ByteLength))
                )
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ValuesThatAreReadAreThoseOfPyTorch(string file)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        foreach (CheckpointTensor tensor in checkpoint.Tensors.Where(tensor => tensor.IsReadable))
        {
            double[] doubles = new double[tensor.ElementCount];
            checkpoint.ReadDouble(tensor, doubles);
            Assert.Equal(GoldenFiles.Tensors(file)[tensor.Name].Hash, Hash(Stored(tensor.DataType, doubles)));

            float[] singles = new float[tensor.ElementCount];
            checkpoint.ReadSingle(tensor, singles);
            Assert.Equal(doubles.Select(value => (float)value), singles);
        }
    }

    /// <summary>Each part of a tensor, also one that begins within a row.</summary>
    [Fact]
    public void PartsAreThoseOfTheWhole()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("views.pth");
        foreach (CheckpointTensor tensor in checkpoint.Tensors.Where(tensor => tensor.IsReadable))
        {
            double[] all = new double[tensor.ElementCount];
            checkpoint.ReadDouble(tensor, all);
            for (int first = 0; first < all.Length; first += 3)
            {
                double[] part = new double[Math.Min(5, all.Length - first)];
                checkpoint.ReadDouble(tensor, part, first);
                Assert.Equal(all[first..(first + part.Length)], part);
            }

            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() =>
                checkpoint.ReadDouble(tensor, new double[all.Length + 1])
            );
            Assert.Contains($"which has {all.Length}", error.Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => checkpoint.ReadDouble(tensor, new double[1], all.Length));
            Assert.Throws<ArgumentOutOfRangeException>(() => checkpoint.ReadDouble(tensor, [], -1));
        }
    }

    [Theory]
    [InlineData("basic.pth", CheckpointFormat.PyTorch)]
    [InlineData("basic-legacy.pth", CheckpointFormat.PyTorchLegacy)]
    [InlineData("basic-torchscript.pt", CheckpointFormat.TorchScript)]
    public void FormatIsTold(string file, CheckpointFormat format)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        Assert.Equal(format, checkpoint.Format);
    }

    [Theory]
    [InlineData("basic-training.pth.tar", "arch=resnet", "epoch=3")]
    [InlineData("nested.pth", "arch=resnet", "done=True", "epoch=7", "lr=0.125")]
    [InlineData("basic.pth")]
    public void TextAndNumbersAreMetadata(string file, params string[] notes)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        Assert.Equal(notes, checkpoint.Metadata.Select(note => $"{note.Key}={note.Value}").Order());
    }

    [Theory]
    [InlineData("refused-reduced.pth", "reduced", "__main__.Reduced")]
    [InlineData("refused-sparse.pth", "sparse", "torch._utils._rebuild_sparse_tensor")]
    [InlineData("refused-quantized.pth", "a", "torch._utils._rebuild_qtensor")]
    [InlineData("refused-complex128.pth", "a", "torch._utils._rebuild_tensor_v2")]
    [InlineData("refused-subclass.pth", "a", "torch._tensor._rebuild_from_type_v2")]
    public void TensorsOfUnknownClassesAreRefused(string file, string tensor, string name)
    {
        WeightFileException error = Assert.Throws<WeightFileException>(() => GoldenFiles.Open(file));
        Assert.Equal(tensor, error.Tensor);
        Assert.Contains($"\"{name}\"", error.Message);
        Assert.Contains("save plain tensors", error.Message);
    }

    [Fact]
    public void CheckpointWithoutTensorsIsRefused() =>
        Assert.Contains(
            "there is no tensor in it",
            Assert.Throws<WeightFileException>(() => GoldenFiles.Open("refused-empty.pth")).Message
        );

    [Fact]
    public void WholeNumbersAreNoWeights()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("types.pth");
        Assert.True(checkpoint.TryFind("I64", out CheckpointTensor? tensor));
        WeightFileException error = Assert.Throws<WeightFileException>(() =>
            checkpoint.ReadSingle(tensor, new float[tensor.ElementCount])
        );
        Assert.Contains("tensor \"I64\" is I64; weights are read from F32, F16, BF16 or F64", error.Message);
    }

    [Fact]
    public void TensorsOfOthersAreRefused()
    {
        using Checkpoint one = GoldenFiles.Open("basic.pth");
        using Checkpoint other = GoldenFiles.Open("basic.pth");
        Assert.Throws<ArgumentException>(() => one.ReadSingle(other.Tensors[0], new float[1]));
    }

    [Fact]
    public void NothingIsReadAfterDisposal()
    {
        Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => checkpoint.ReadSingle(checkpoint.Tensors[0], new float[1]));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Stored(TensorDataType type, double[] values) =>
        type switch
        {
            TensorDataType.F64 => MemoryMarshal.AsBytes<double>(values).ToArray(),
            TensorDataType.F32 => Bytes(values, value => (float)value),
            TensorDataType.F16 => Bytes(values, value => (Half)value),
            _ => Bytes(values, value => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)),
        };

    private static byte[] Bytes<T>(double[] values, Converter<double, T> convert)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(Array.ConvertAll(values, convert)).ToArray();
}
