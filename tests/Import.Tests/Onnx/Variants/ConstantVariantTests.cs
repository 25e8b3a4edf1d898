namespace ResNetGen.Import.Tests.Onnx;

/// <summary>Weights and numbers through other nodes, or that nothing reads.</summary>
public class ConstantVariantTests
{
    /// <summary>Weights in Constant nodes, one under two names, one turned.</summary>
    [Fact]
    public void WeightsThroughOtherNodes()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                x = model.Node("GlobalAveragePool", "pool", [x]);
                x = model.Node("Flatten", "flat", [x]);
                float[] values = writer.Random(writer.Declaration.Classes * writer.Features, -1, 1);
                model.Node(
                    "Constant",
                    "weight",
                    [],
                    ModelWriter.TensorOf(
                        "value",
                        ModelWriter
                            .Tensor("", ModelWriter.Float32, writer.Declaration.Classes, writer.Features)
                            .Add(9, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray())
                    )
                );
                string turned = model.Node("Transpose", "turned", ["weight"], Attributes.Ints("perm", 1, 0));
                x = model.Node("MatMul", "product", [x, turned]);
                string bias = writer.Vector("bias", writer.Declaration.Classes, -1, 1);
                return model.Node("Add", "fc", [model.Node("Identity", "other", [bias]), x]);
            },
        };
        Recognised.As<OddBasic>(writer.Write());
    }

    [Fact]
    public void AConstantOfManyRowsWithoutValues()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x =>
            {
                ModelWriter model = writer.Model;
                string empty = model.Tensor(ModelWriter.Tensor("empty", ModelWriter.Int64, 1L << 40, 0), "empty");
                string first = model.Integers("first", 0);
                model.Node(
                    "Slice",
                    "rows",
                    [empty, first, model.Integers("end", 1L << 40), first, model.Integers("step", 1)]
                );
                return writer.WriteLinear(
                    model.Node("Flatten", "flat", [model.Node("GlobalAveragePool", "pool", [x])])
                );
            },
        };
        Recognised.As<EvenBasic>(writer.Write());
    }

    /// <summary>Until version 3 of the format, constants are inputs too.</summary>
    [Fact]
    public void ConstantsAmongTheInputs()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Begin = () =>
            {
                writer.Model.Input("fc.bias", 3);
                return writer.Model.Input(NetworkWriter.Images, 1, 3, 32, 48);
            },
        };
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", writer.Write()));
        Assert.True(ImportedNetwork.Recognise(checkpoint).Computes(EvenBasic.Network));
    }

    [Fact]
    public void WhatNothingReadsIsLeftOut()
    {
        NetworkWriter writer = new(Declared.Even);
        string other = writer.Model.Floats("aux.weight", [1, 2, 3, 4], 4);
        writer.Model.Output(writer.Model.Node("Relu", "aux", [other]));
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", writer.Write()));
        Assert.Equal(["aux.weight"], ImportedNetwork.Recognise(checkpoint).LeftOut);
    }
}
