using static ResNetGen.Import.Tests.WrittenClasses;

namespace ResNetGen.Import.Tests;

/// <summary>Names of classes that are written, and of their namespaces.</summary>
public class ClassNamesTests
{
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
}
