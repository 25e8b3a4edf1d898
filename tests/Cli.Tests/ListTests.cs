using System.Text.Json;
using ResNetGen.Cli.Tests.Support;
using ResNetGen.Zoo;

namespace ResNetGen.Cli.Tests;

public class ListTests
{
    [Fact]
    public void TextHasALineAModelAndMarksTheEmbeddedOnes()
    {
        Invocation run = Invocation.Run("list").Succeeded();
        Assert.Equal(3 + Catalog.Networks.Count, run.Lines.Count);
        Assert.Equal("   Name               Parameters  Multiply-adds  Input          Description", run.Lines[0]);
        Assert.Equal(
            "*  fashion-resnet20      269,434       30.821 M  1 x 28 x 28    "
                + "ResNet-20 for Fashion-MNIST, trained (93.45 % of the test images)",
            run.Lines[1]
        );
        Assert.Contains(
            "   resnet50           25,557,032        4.089 G  3 x 224 x 224  ResNet-50 for ImageNet (He et al. 2015)",
            run.Lines
        );
        Assert.StartsWith("*  imagenet18         15,897,152        2.045 G  3 x 224 x 224  ", run.Lines[2]);
        Assert.Equal(2, run.Lines.Count(line => line.StartsWith('*')));
    }

    [Fact]
    public void JsonHasExactNumbers()
    {
        JsonElement entries = Invocation.Run("list", "--json").Succeeded().Json();
        Assert.Equal(2 + Catalog.Networks.Count, entries.GetArrayLength());
        Assert.Equal(
            ["fashion-resnet20", "imagenet18"],
            entries
                .EnumerateArray()
                .Where(entry => entry.GetProperty("embedded").GetBoolean())
                .Select(entry => entry.GetProperty("name").GetString())
        );

        JsonElement resnet50 = Assert.Single(
            entries.EnumerateArray(),
            entry => entry.GetProperty("name").GetString() == "resnet50"
        );
        Assert.Equal(
            ["name", "description", "embedded", "input", "classes", "parameters", "multiplyAdds"],
            resnet50.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal(25_557_032, resnet50.GetProperty("parameters").GetInt64());
        Assert.Equal(ResNet50.MultiplyAdds, resnet50.GetProperty("multiplyAdds").GetInt64());
        Assert.Equal(224, resnet50.GetProperty("input").GetProperty("width").GetInt32());
        Assert.Equal(1000, resnet50.GetProperty("classes").GetInt32());
    }
}
