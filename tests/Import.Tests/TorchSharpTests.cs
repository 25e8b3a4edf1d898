using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Files of TorchSharp, written as <c>save_state_dict</c> of its version 0.107 writes them.</summary>
public class TorchSharpTests
{
    [Fact]
    public void ANetworkOfTorchSharpIsImported()
    {
        using TemporaryFolder folder = new();
        using Checkpoint pytorch = GoldenFiles.Open("basic.pth");
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("basic.dat", TorchSharpWriter.Of(pytorch)));

        Assert.Equal(CheckpointFormat.TorchSharp, checkpoint.Format);
        Assert.Equal(
            pytorch.Tensors.Select(tensor => tensor.ToString()),
            checkpoint.Tensors.Select(tensor => tensor.ToString())
        );
        ImportOptions options = new() { InputHeight = 64, InputWidth = 64 };
        ImportedNetwork.Recognise(pytorch, options).WriteSafetensors(folder["expected"]);
        ImportedNetwork.Recognise(checkpoint, options).WriteSafetensors(folder["found"]);
        Assert.Equal(File.ReadAllBytes(folder["expected"]), File.ReadAllBytes(folder["found"]));
    }

    [Theory]
    [InlineData(0, TensorDataType.U8, 1)]
    [InlineData(1, TensorDataType.I8, 1)]
    [InlineData(2, TensorDataType.I16, 2)]
    [InlineData(3, TensorDataType.I32, 4)]
    [InlineData(4, TensorDataType.I64, 8)]
    [InlineData(5, TensorDataType.F16, 2)]
    [InlineData(6, TensorDataType.F32, 4)]
    [InlineData(7, TensorDataType.F64, 8)]
    [InlineData(9, TensorDataType.C64, 8)]
    [InlineData(11, TensorDataType.Bool, 1)]
    [InlineData(15, TensorDataType.BF16, 2)]
    public void TypesAreThoseOfTorchSharp(int type, TensorDataType expected, int bytes)
    {
        byte[] file = new TorchSharpWriter(2)
            .Tensor("first", 6, [], new byte[4])
            .Tensor("second", type, [2, 0, 3], [])
            .Bytes;
        using Checkpoint empty = Checkpoint.Open("x", file);
        Assert.Equal((expected, 0L), (empty.Tensors[1].DataType, empty.Tensors[1].ElementCount));

        file = new TorchSharpWriter(2)
            .Tensor("first", 6, [], new byte[4])
            .Tensor("second", type, [200], new byte[200 * bytes])
            .Bytes;
        using Checkpoint whole = Checkpoint.Open("x", file);
        Assert.Equal((expected, 200L), (whole.Tensors[1].DataType, whole.Tensors[1].ElementCount));
    }

    public static TheoryData<string, string> Damaged =>
        new()
        {
            { "count", "the number of tensors is 200000, and 100000 is the most" },
            { "more", "behind its 1 tensors are 4 bytes more" },
            { "twice", "tensor \"fc\" is there twice" },
            { "type", "the type of tensor \"fc\" is 10, which is none that is read" },
            { "values", "the values of tensor \"fc\" need 400 bytes, and 100 follow" },
            { "overflow", "the values of tensor \"fc\" need 36893488147419103228 bytes, and 404 follow" },
            { "extents", "the number of extents of tensor \"fc\" is 65, and 64 is the most" },
            { "extent", "an extent of tensor \"fc\" is 1099511627776, and" },
            { "bits", "an extent of tensor \"fc\" has more than 63 bits" },
            { "utf-8", "a name is not in UTF-8" },
        };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void DamagedFilesAreRefusedInALine(string damage, string problem)
    {
        TorchSharpWriter first = new(
            damage == "count" ? 200_000
            : damage is "more" ? 1
            : 2
        );
        first.Tensor("conv", 6, [], new byte[4]);
        byte[] file = damage switch
        {
            "count" => first.Bytes,
            "more" => [.. first.Bytes, .. new byte[4]],
            "twice" => first.Tensor("conv", 6, [], new byte[4]).Bytes,
            "type" => first.Tensor("fc", 10, [1], new byte[16]).Bytes,
            "values" => first.Tensor("fc", 6, [10, 10], new byte[100]).Bytes,
            "overflow" => first.Tensor("fc", 6, [.. Enumerable.Repeat(400L, 30)], new byte[404]).Bytes,
            "extents" => first.Tensor("fc", 6, [.. Enumerable.Repeat(1L, 65)], new byte[4]).Bytes,
            "extent" => first.Tensor("fc", 6, [1L << 40], new byte[4]).Bytes,
            "bits" => [.. first.Bytes, 2, .. "fc"u8, 6, 1, .. Enumerable.Repeat((byte)0xFF, 12)],
            _ => [.. first.Bytes, 2, 0xFF, 0xFE, 6, 0, 0, 0, 0, 0],
        };
        if (damage == "twice")
        {
            problem = problem.Replace("fc", "conv");
        }

        WeightFileException refused = Assert.Throws<WeightFileException>(() => Checkpoint.Open("x", file));
        Assert.Contains(problem, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void NoCutFileIsRead()
    {
        byte[] file = new TorchSharpWriter(2)
            .Tensor("conv1.weight", 6, [2, 3], new byte[24])
            .Tensor("bn1.num_batches_tracked", 4, [], new byte[8])
            .Bytes;
        Assert.Equal(2, Checkpoint.Open("x", file).Tensors.Count);
        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<WeightFileException>(() => Checkpoint.Open("x", cut));
        }
    }
}
