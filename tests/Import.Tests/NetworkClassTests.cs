using ResNetGen.Imaging;
using ResNetGen.Weights;

namespace ResNetGen.Import.Tests;

/// <summary>Classes that are written: they compile as they are, load their weights, and give the logits of PyTorch.</summary>
public class NetworkClassTests
{
    private const string Hostile = "\"]; } } /* */ <a & b> \\ \n \u2028 \u202E \uD800 \0 {0} 🐦";

    private static readonly ImportOptions Small = new() { InputHeight = 64, InputWidth = 64 };

    [Theory]
    [InlineData("basic.pth", false)]
    [InlineData("basic.pth", true)]
    [InlineData("basic.onnx", false)]
    [InlineData("basic.onnx", true)]
    public void ClassComputesWhatPyTorchDoes(string file, bool packed)
    {
        using TemporaryFolder folder = new();
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        NetworkClass written = new(ImportedNetwork.Recognise(checkpoint, Small), "Birds", "Demo.Models");
        written.Write(folder["a/b"], packed);

        string weights = folder[packed ? "a/b/birds.packed" : "a/b/birds.safetensors"];
        Assert.Equal([folder["a/b/Birds.cs"], weights], Files(folder).Order(StringComparer.Ordinal));
        string source = File.ReadAllText(folder["a/b/Birds.cs"]);
        CompiledClass compiled = CompiledClass.Of(source, "Demo.Models.Birds");
        float[] image = [.. Enumerable.Range(0, BasicNetwork.InputLength).Select(index => MathF.Sin(index))];
        using BasicNetwork expected = BasicNetwork.Load(Plain(folder, checkpoint));
        float[] logits = new float[BasicNetwork.Classes];
        expected.Forward(image, logits);
        Assert.Equal(logits, compiled.Logits(weights, image));
        Assert.Equal(
            packed,
            !source.Contains("<ResNetWeights Include=\"birds.safetensors\" Model=\"Demo.Models.Birds\" ")
        );
        if (packed)
        {
            PackedWeightsInfo header = PackedWeights.Verify(weights);
            ModelInfo info = compiled.Get<ModelInfo>("Network");
            Assert.Equal((info.Name, info.Declaration), (header.Model, header.Declaration));
        }
    }

    /// <summary>Layers, sizes and costs are known before there is a class.</summary>
    [Theory]
    [InlineData("basic.pth", 64, 64)]
    [InlineData("next.pth", 64, 96)]
    public void FactsAreThoseOfTheCompiledClass(string file, int rows, int columns)
    {
        using Checkpoint checkpoint = GoldenFiles.Open(file);
        NetworkClass written = new(
            ImportedNetwork.Recognise(checkpoint, new() { InputHeight = rows, InputWidth = columns }),
            "Net",
            "Demo"
        );
        ModelInfo info = CompiledClass.Of(written.Source(), "Demo.Net").Get<ModelInfo>("Network");
        Assert.Equal(
            (info.Name, info.Declaration, info.Parameters, info.MultiplyAdds, info.WorkspaceBytes, info.WeightBytes),
            (
                written.Info.Name,
                written.Info.Declaration,
                written.Info.Parameters,
                written.Info.MultiplyAdds,
                written.Info.WorkspaceBytes,
                written.Info.WeightBytes
            )
        );
        Assert.Equal(info.Layers, written.Info.Layers);
    }

    [Fact]
    public void LabelsAndNotesCannotBreakOut()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(
            Network(
                checkpoint,
                labels: [Hostile, "", "e", "\\", "\u0085"],
                notes: [Hostile, new string('x', 300), "*/ </remarks>"]
            ),
            "Net"
        );
        CompiledClass compiled = CompiledClass.Of(written.Source(), "Net");
        Assert.Equal([Hostile, "", "e", "\\", "\u0085"], compiled.Get<IReadOnlyList<string>>("Labels"));
        Assert.DoesNotContain(written.Source(), letter => letter is '\u202E' or '\u2028' or '\0' or '\u0085');
    }

    [Fact]
    public void NotesOfAnyLengthKeepTheirLines()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        foreach (int length in Enumerable.Range(90, 40))
        {
            string source = new NetworkClass(
                Network(checkpoint, notes: [$"{new string('x', length)} and more"]),
                "Net"
            ).Source();
            string[] documentation = [.. source.Split('\n').Where(line => line.StartsWith("///"))];
            Assert.All(documentation, line => Assert.Equal(0, line.LastIndexOf("///")));
            Assert.All(documentation, line => Assert.True(line.Length <= 120 || !line[4..].Contains(' ')));
        }
    }

    [Fact]
    public void NamesOfFilesCannotBreakOut()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("<a & b> \n #error \u202E.pth", File.ReadAllBytes(GoldenFiles.Path("basic.pth")));
        using Checkpoint checkpoint = Checkpoint.Open(path);
        string source = new NetworkClass(Network(checkpoint), "Net").Source();
        Assert.Empty(CompiledClass.Problems(source));
        Assert.Contains(@"imported from &lt;a &amp; b&gt; \u000a #error \u202e.pth (PyTorch).", source);
    }

    [Fact]
    public void LabelsOfImageNet21KCompile()
    {
        const int Classes = 21_841;
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        ImportedNetwork network = Network(
            checkpoint,
            declaration => declaration with { Classes = Classes },
            labels: [.. Enumerable.Range(0, Classes).Select(index => $"n{index:d8} \"{index}\"")]
        );
        CompiledClass compiled = CompiledClass.Of(new NetworkClass(network, "Net").Source(), "Net");
        Assert.Equal(network.Labels, compiled.Get<IReadOnlyList<string>>("Labels"));
    }

    public static TheoryData<string> Preprocessings => ["known", "V1", "V2", "timm", "not finite"];

    [Theory]
    [MemberData(nameof(Preprocessings))]
    public void PreprocessingIsThatOfTheFile(string which)
    {
        Preprocessing known = which switch
        {
            "known" => new()
            {
                ShorterSide = 70,
                CropHeight = 64,
                CropWidth = 64,
                Filter = ResizeFilter.Bicubic,
                TurnUpright = true,
                CropMode = CropMode.Border,
                Background = 7,
                ChannelOrder = ChannelOrder.Bgr,
                MeanImage = [.. Enumerable.Range(0, 3 * 64 * 64).Select(index => 1f / (index + 1))],
                Mean = [0.1f, 1e-7f, -3.4e38f],
                StandardDeviation = [1f / 3, 1f, 0.2f],
            },
            "V2" => Preprocessing.TorchvisionV2,
            "timm" => Preprocessing.Timm(64, 0.875),
            "not finite" => new() { Mean = [float.NaN, float.PositiveInfinity, float.NegativeInfinity] },
            _ => Preprocessing.TorchvisionV1,
        };
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint, preprocessing: known), "Net");
        Preprocessing found = CompiledClass.Of(written.Source(), "Net").Get<Preprocessing>("Preprocessing");
        Preprocessing expected = known.ForInput(64, 64);
        Assert.Equal(
            expected with
            {
                ShorterSide = expected.ShorterSide,
            },
            found with
            {
                ShorterSide = found.ShorterSide,
            }
        );
        Assert.Empty(written.Notes);
    }

    [Fact]
    public void PreprocessingThatIsNotKnownIsSaidToBeAssumed()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint), "Net");
        Assert.Equal(
            Preprocessing.TorchvisionV1.ForInput(64, 64),
            CompiledClass.Of(written.Source(), "Net").Get<Preprocessing>("Preprocessing")
        );
        Assert.Contains("IMAGENET1K_V1", Assert.Single(written.Notes));
        Assert.Contains("IMAGENET1K_V1", written.Source());
    }

    /// <summary>What the text of a preprocessing leaves out would be lost without a word.</summary>
    [Fact]
    public void TextOfAPreprocessingHasAllThatCanBeSet()
    {
        string text = PreprocessingText.Of(new() { ShorterSide = 1, MeanImage = [0.5f] });
        Assert.All(
            typeof(Preprocessing).GetProperties().Where(property => property.CanWrite),
            property => Assert.Contains($" {property.Name} = ", text)
        );
    }

    [Fact]
    public void ImagesOfOtherChannelsHaveNoPreprocessing()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        NetworkClass written = new(Network(checkpoint, declaration => declaration with { InputChannels = 12 }), "Net");
        Assert.False(CompiledClass.Of(written.Source(), "Net").Has("Preprocessing"));
        Assert.Contains("12 channels", Assert.Single(written.Notes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1Birds")]
    [InlineData("My Birds")]
    [InlineData("Birds;")]
    [InlineData("../Birds")]
    [InlineData("birds")]
    [InlineData("class")]
    [InlineData("record")]
    [InlineData("Batch")]
    [InlineData("Load")]
    [InlineData("Labels")]
    [InlineData("Preprocessing")]
    [InlineData("Stem")]
    [InlineData("System")]
    [InlineData("ResNetAttribute")]
    [InlineData("_engineX")]
    [InlineData("Bir\u202Eds")]
    [InlineData("@Birds")]
    [InlineData("get_Labels")]
    [InlineData("get_Preprocessing")]
    [InlineData("get_Network")]
    [InlineData("Microsoft")]
    public void NamesThatCannotBeComeWithOneThatCan(string name)
    {
        string problem = NetworkClass.WhatIsWrongWith(name)!;
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        ImportedNetwork network = Network(checkpoint);
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => new NetworkClass(network, name)).Message);

        string advised = problem[(problem.LastIndexOf(": write ", StringComparison.Ordinal) + ": write ".Length)..];
        Assert.Empty(CompiledClass.Problems(new NetworkClass(network, advised).Source()));
    }

    [Theory]
    [InlineData("ResNet")]
    [InlineData("Birds_2")]
    [InlineData("Vögel")]
    [InlineData("Worker")]
    [InlineData("List")]
    [InlineData("Picture")]
    [InlineData("resnet50")]
    [InlineData("Equals")]
    [InlineData("Void")]
    [InlineData("IDisposable")]
    [InlineData("_")]
    [InlineData("Zoe\u0308")]
    public void NamesThatCanBeCompile(string name)
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        ImportedNetwork network = Network(checkpoint, labels: ["a", "b", "c", "d", "e"]);
        string[] namespaces = ["", "Demo", name, "demo.Models", "A.B_.C1"];
        Assert.All(
            namespaces,
            containing => Assert.Empty(CompiledClass.Problems(new NetworkClass(network, name, containing).Source()))
        );
    }

    [Theory]
    [InlineData("Demo.")]
    [InlineData(".")]
    [InlineData("Demo.class")]
    [InlineData("Demo Models")]
    [InlineData("Demo.Preprocessing")]
    [InlineData("Demo;")]
    [InlineData("C.@global.Net")]
    [InlineData("A.System.B")]
    public void NamespacesThatCannotBeComeWithAPartThatCan(string containing)
    {
        string problem = NetworkClass.WhatIsWrongWith("Net", containing)!;
        const string Write = ": write ";
        string advised = problem[(problem.LastIndexOf(Write, StringComparison.Ordinal) + Write.Length)..];
        Assert.EndsWith(" for it", advised);
        Assert.Null(NetworkClass.WhatIsWrongWith("Net", advised[..^" for it".Length]));
    }

    /// <summary>An assembly stores namespaces of up to 1023 bytes.</summary>
    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void NamespacesAreAsLongAsAnAssemblyCanStore(int length, bool isStored)
    {
        string containing = new('\u540D', length);
        Assert.Equal(isStored, NetworkClass.WhatIsWrongWith("Net", containing) is null);
        if (isStored)
        {
            using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
            CompiledClass.Of(new NetworkClass(Network(checkpoint), "Net", containing).Source(), $"{containing}.Net");
        }
    }

    [Theory]
    [InlineData("resnet50.pth", "ResNet50")]
    [InlineData("resnet50-19c8e357.pth", "ResNet50")]
    [InlineData("wide_resnet50_2.safetensors", "WideResNet50_2")]
    [InlineData("resnext50_32x4d.onnx", "ResNeXt50_32x4d")]
    [InlineData("birds/model.safetensors", "Birds")]
    [InlineData("my birds/pytorch_model.bin.index.json", "MyBirds")]
    [InlineData("birds/model_best.pth.tar", "Birds")]
    [InlineData("microsoft--resnet-50/", "MicrosoftResNet50")]
    [InlineData("50.pth", "Model50")]
    [InlineData("batch.pth", "BatchNet")]
    [InlineData("???.pth", "Model")]
    [InlineData("/model.pth", "Model")]
    [InlineData("птицы.pth", "Птицы")]
    [InlineData("zoe\u0308.pth", "Zoe\u0308")]
    [InlineData("हिन्दी.pth", "हिन्दी")]
    public void NameFollowsFromThatOfTheFile(string path, string name)
    {
        Assert.Equal(name, NetworkClass.NameFor(path));
        Assert.Null(NetworkClass.WhatIsWrongWith(name));
    }

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

    [Theory]
    [InlineData(8, 64, "images of 8x64, and")]
    [InlineData(64, 20_000, "InputWidth is 20000")]
    public void NetworksThatTheGeneratorRefusesAreNoNetworks(int rows, int columns, string problem)
    {
        using Checkpoint checkpoint = GoldenFiles.Open("basic.pth");
        WeightFileException error = Assert.Throws<WeightFileException>(() =>
            ImportedNetwork.Recognise(checkpoint, new() { InputHeight = rows, InputWidth = columns })
        );
        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void NetworksThatComputeSomethingElseAreTold()
    {
        using Checkpoint checkpoint = GoldenFiles.Open("next.pth");
        ImportedNetwork network = ImportedNetwork.Recognise(checkpoint, new() { InputHeight = 64, InputWidth = 96 });
        NetworkDeclaration other = network.Declaration with { BottleneckStride = BottleneckStride.Conv1x1 };
        Assert.True(network.Computes(NextNetwork.Network));
        Assert.False(network.Computes(BasicNetwork.Network));
        Assert.True(network.Computes(NetworkClass.Plan(other, "Net")));

        ImportedNetwork told = new(checkpoint, network.Declaration, network.Tensors);
        Assert.True(told.Computes(NextNetwork.Network));
        Assert.False(told.Computes(NetworkClass.Plan(other, "Net")));
    }

    private static ImportedNetwork Network(
        Checkpoint checkpoint,
        Func<NetworkDeclaration, NetworkDeclaration>? declare = null,
        string[]? labels = null,
        string[]? notes = null,
        Preprocessing? preprocessing = null
    )
    {
        ImportedNetwork found = ImportedNetwork.Recognise(checkpoint, Small);
        return new(checkpoint, declare?.Invoke(found.Declaration) ?? found.Declaration, found.Tensors)
        {
            Labels = labels ?? [],
            Notes = notes ?? [],
            Preprocessing = preprocessing?.ForInput(found.Declaration.InputHeight, found.Declaration.InputWidth),
        };
    }

    private static string Plain(TemporaryFolder folder, Checkpoint checkpoint)
    {
        ImportedNetwork.Recognise(checkpoint).WriteSafetensors(folder["plain"]);
        return folder["plain"];
    }

    private static IEnumerable<string> Files(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

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
