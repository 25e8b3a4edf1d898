using ResNetGen.Bench.Onnx;

namespace ResNetGen.Import.Tests.Onnx;

/// <summary>
/// Padding that differs from PyTorch's: taken where each window reads the same pixels, and nowhere else. ONNX Runtime
/// computes what the graph says.
/// </summary>
public class PaddingTests
{
    private static readonly ProtobufMessage[] Lower = [ModelWriter.Text("auto_pad", "SAME_LOWER")];
    private static readonly ProtobufMessage[] Upper = [ModelWriter.Text("auto_pad", "SAME_UPPER")];

    /// <summary>Nothing behind the last pixel: strides do not get there at even sizes.</summary>
    [Fact]
    public void OneSideAtEvenSizes()
    {
        string note = Assert.Single(Recognised.As<EvenBasic>(OneSided(Declared.Even)));
        Assert.Equal(
            "\"conv1\" and 2 more pad one side more than the other. That reads the same pixels as the class does for images of "
                + "32x48, but not for every size.",
            note
        );
    }

    [Fact]
    public void OneSideAtOddSizes() =>
        Assert.Equal(
            "node \"conv1\" is Conv with pads [3, 3, 2, 2], which reads other pixels of maps of 33x47, where conv1 with pads "
                + "[3, 3, 3, 3] is expected. At other sizes of images it may read the same: --input sets one, rows by "
                + "columns. Else train it with the padding of PyTorch.",
            Recognised.Not(OneSided(Declared.Odd))
        );

    /// <summary>An option that changes the size changes what holds.</summary>
    [Fact]
    public void SizeThatIsSaidDecides()
    {
        byte[] even = OneSided(Declared.Even);
        Assert.Contains("maps of 33x48", Recognised.Not(even, new() { InputHeight = 33 }));
        Recognised.As<EvenBasic>(Open(isOneSided: true), new() { InputHeight = 32, InputWidth = 48 });

        static byte[] Open(bool isOneSided)
        {
            NetworkWriter writer = null!;
            writer = new(Declared.Even)
            {
                Begin = () => writer.Model.Input(NetworkWriter.Images, 1, 3, 0, 0),
                Convolution = (x, node) => writer.WriteConvolution(x, node, false, isOneSided ? Side(node) : []),
            };
            return writer.Write();
        }
    }

    [Fact]
    public void SameLowerAtEvenSizes() => Recognised.As<EvenBasic>(Auto(Declared.Even, Lower));

    /// <summary>The odd pixel is at the end: each window begins one later.</summary>
    [Fact]
    public void SameUpperAtEvenSizes() =>
        Assert.Contains(
            "Conv with pads [2, 2, 3, 3], which reads other pixels",
            Recognised.Not(Auto(Declared.Even, Upper))
        );

    [Fact]
    public void SameUpperAtOddSizes()
    {
        NetworkDeclaration declaration = Declared.Even with { InputHeight = 33, InputWidth = 49 };
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("model.onnx", Auto(declaration, Upper)));
        Assert.Equal(declaration, ImportedNetwork.Recognise(checkpoint).Declaration);
    }

    [Fact]
    public void NodesThatPad()
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Convolution = (x, node) =>
                writer.WriteConvolution(
                    node.Kernel == 1 ? x : Pad(writer, x, node.Name, node.Kernel / 2),
                    node,
                    false,
                    Attributes.Padding(0)
                ),
            Pool = x => writer.WritePool(Pad(writer, x, "pool", 1), 0, 0, 0, 0),
        };
        Assert.Empty(Recognised.As<OddBasic>(writer.Write()));
    }

    /// <summary>A zero is no pixel, and where values may be below zero it counts.</summary>
    [Theory]
    [InlineData(0.5f)]
    [InlineData(null)]
    public void PoolsOverOtherPixelsAreRefused(float? value)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Odd)
        {
            Pool = x =>
                writer.WritePool(
                    value is { } pixel
                        ? writer.Model.Node(
                            "Pad",
                            "p",
                            [
                                x,
                                writer.Model.Integers("q", 0, 0, 1, 1, 0, 0, 1, 1),
                                writer.Model.Floats("r", [pixel], []),
                            ]
                        )
                        : writer.Model.Node(
                            "Pad",
                            "p",
                            [x, writer.Model.Integers("q", 0, 0, 1, 1, 0, 0, 1, 1)],
                            ModelWriter.Text("mode", "edge")
                        ),
                    0,
                    0,
                    0,
                    0
                ),
        };
        Assert.Contains("node \"p\" is a Pad, where", Recognised.Not(writer.Write()));
    }

    /// <summary>Caffe's pool: no padding, and windows that reach beyond the last pixel.</summary>
    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, true, true)]
    [InlineData(1, false, true)]
    [InlineData(0, false, false)]
    public void PoolsThatRoundUp(int before, bool roundsUp, bool isSame)
    {
        NetworkWriter writer = null!;
        writer = new(Declared.Even)
        {
            Pool = x =>
                writer.Model.Node(
                    "MaxPool",
                    "maxpool",
                    [x],
                    Attributes.Square("kernel_shape", 3),
                    Attributes.Square("strides", 2),
                    Attributes.Ints("pads", before, before, 0, 0),
                    Attributes.Int("ceil_mode", roundsUp ? 1 : 0)
                ),
        };
        if (isSame)
        {
            Assert.Contains("\"maxpool\" pad one side", Assert.Single(Recognised.As<EvenBasic>(writer.Write())));
        }
        else
        {
            Assert.Contains("node \"maxpool\" is MaxPool with pads", Recognised.Not(writer.Write()));
        }
    }

    /// <summary>All windows of up to four numbers, against the definition.</summary>
    [Fact]
    public void WindowsReadWhatTheDefinitionSays()
    {
        int same = 0;
        foreach (int size in Enumerable.Range(1, 12))
        {
            foreach ((int kernel, int stride) in new[] { (1, 1), (1, 2), (3, 1), (3, 2), (7, 2) })
            {
                Window planned = Window.Planned(size, kernel, stride);
                foreach (int before in Enumerable.Range(0, 5))
                {
                    foreach (int after in Enumerable.Range(0, 5))
                    {
                        Window found = new(size, kernel, stride, 1, before, after);
                        string expected = Reads(size, kernel, stride, kernel / 2, kernel / 2);
                        Assert.Equal(
                            Reads(size, kernel, stride, before, after) == expected,
                            found.MeetsSamePixels(planned)
                        );
                        same += found.MeetsSamePixels(planned) ? 1 : 0;
                    }
                }
            }
        }

        // More than those with equal padding.
        Assert.InRange(same, 61, 12 * 5 * 25);

        static string Reads(int size, int kernel, int stride, int before, int after)
        {
            List<string> windows = [];
            for (int first = -before; first + kernel <= size + after; first += stride)
            {
                windows.Add(
                    string.Join(
                        " ",
                        Enumerable.Range(first, kernel).Select(pixel => pixel >= 0 && pixel < size ? $"{pixel}" : "-")
                    )
                );
            }

            return string.Join(",", windows);
        }
    }

    private static ProtobufMessage[] Side(ConvolutionNode node)
    {
        long half = node.Kernel / 2;
        long after = node.Stride == 2 ? Math.Max(half - 1, 0) : half;
        return [Attributes.Ints("pads", half, half, after, after)];
    }

    private static byte[] OneSided(NetworkDeclaration declaration)
    {
        NetworkWriter writer = null!;
        writer = new(declaration)
        {
            Convolution = (x, node) => writer.WriteConvolution(x, node, false, Side(node)),
            Pool = x => writer.WritePool(x, 1, 1, 0, 0),
        };
        return writer.Write();
    }

    private static byte[] Auto(NetworkDeclaration declaration, ProtobufMessage[] padding)
    {
        NetworkWriter writer = null!;
        writer = new(declaration) { Convolution = (x, node) => writer.WriteConvolution(x, node, false, padding) };
        return writer.Write();
    }

    private static string Pad(NetworkWriter writer, string x, string name, int pixels) =>
        writer.Model.Node(
            "Pad",
            name + ".pad",
            [x, writer.Model.Integers(name + ".pads", 0, 0, pixels, pixels, 0, 0, pixels, pixels)]
        );
}
