using ResNetGen.Bench.Onnx;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>
/// Whole numbers that a graph computes: a padding of what they are less what they should be is a padding of zeros.
/// </summary>
public class ComputedNumbersTests
{
    /// <summary>Of a shape a part, counted from either end, by the definition of ONNX.</summary>
    [Theory]
    [InlineData(null, null, "2 1 3 4")]
    [InlineData(1, null, "1 3 4")]
    [InlineData(null, 2, "2 1")]
    [InlineData(-2, null, "3 4")]
    [InlineData(1, -1, "1 3")]
    [InlineData(-9, 9, "2 1 3 4")]
    [InlineData(3, 1, "")]
    public void Shapes(int? start, int? end, string expected) =>
        Gives(
            model =>
                model.Node(
                    "Shape",
                    "shape",
                    [Numbers(model, "numbers", [2, 1, 3, 4])],
                    [
                        .. start is { } first ? [Attributes.Int("start", first)] : Array.Empty<ProtobufMessage>(),
                        .. end is { } last ? [Attributes.Int("end", last)] : Array.Empty<ProtobufMessage>(),
                    ]
                ),
            expected
        );

    /// <summary>An extent of one is repeated: shapes, and sums of 0, 1, 2 ... with 10, 11, 12 ...</summary>
    [Theory]
    [InlineData("3", "3", "10 12 14")]
    [InlineData("", "3", "10 11 12")]
    [InlineData("3", "", "10 11 12")]
    [InlineData("1", "4", "10 11 12 13")]
    [InlineData("2 1", "1 3", "10 11 12 11 12 13")]
    [InlineData("2 1", "2", "10 11 11 12")]
    [InlineData("2", "2 1", "10 11 11 12")]
    [InlineData("2 2", "2", "10 12 12 14")]
    [InlineData("0", "1", "")]
    public void Sums(string left, string right, string expected) =>
        Gives(
            model =>
                model.Node(
                    "Reshape",
                    "flat",
                    [
                        model.Node(
                            "Add",
                            "sum",
                            [Numbers(model, "left", Parse(left)), Numbers(model, "right", Parse(right), 10)]
                        ),
                        model.Integers("any", -1),
                    ]
                ),
            expected
        );

    /// <summary>A value that is not seen to be zero is not taken for it.</summary>
    [Theory]
    [InlineData("zero", true)]
    [InlineData("one", false)]
    [InlineData("external", false)]
    [InlineData("nothing", false)]
    public void Constants(string value, bool isZero)
    {
        byte[] model = Padded(model =>
        {
            ProtobufMessage tensor = ModelWriter.Tensor("", ModelWriter.Int64, 1);
            tensor = value switch
            {
                "zero" => tensor.Add(9, new byte[8]),
                "one" => tensor.Add(9, BitConverter.GetBytes(1L)),
                "external" => tensor.Add(13, new ProtobufMessage().Add(1, "location").Add(2, "ones.bin")).Add(14, 1),
                _ => tensor,
            };
            return model.Node(
                "ConstantOfShape",
                "pads",
                [model.Integers("eight", 8)],
                ModelWriter.TensorOf("value", tensor)
            );
        });
        if (isZero)
        {
            Recognised.As<EvenBasic>(model);
        }
        else
        {
            Assert.StartsWith("node \"padded\" is a Pad, where", Recognised.Not(model));
        }
    }

    private static void Gives(Func<ModelWriter, string> compute, string expected) =>
        Recognised.As<EvenBasic>(
            Padded(model =>
            {
                long[] numbers = Parse(expected);
                string difference = model.Node(
                    "Sub",
                    "difference",
                    [compute(model), model.Integers("expected", numbers)]
                );
                return model.Node(
                    "Concat",
                    "pads",
                    [difference, model.Integers("zeros", new long[8 - numbers.Length])],
                    Attributes.Int("axis", 0)
                );
            })
        );

    private static byte[] Padded(Func<ModelWriter, string> pads)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Head = x => writer.WriteHead(writer.Model.Node("Pad", "padded", [x, pads(writer.Model)])),
        };
        return writer.Write();
    }

    private static string Numbers(ModelWriter model, string name, long[] shape, long first = 0)
    {
        long count = shape.Aggregate(1L, (product, extent) => product * extent);
        byte[] bytes = [.. Enumerable.Range(0, (int)count).SelectMany(index => BitConverter.GetBytes(first + index))];
        return model.Tensor(ModelWriter.Tensor(name, ModelWriter.Int64, shape).Add(9, bytes), name);
    }

    private static long[] Parse(string numbers) =>
        [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
}
