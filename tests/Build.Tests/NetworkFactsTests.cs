using ResNetGen.Build.Tests.Support;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Plan;
using ResNetGen.Generator.Tests.Harness;
using ResNetGen.Weights;
using ResNetGen.Zoo;

namespace ResNetGen.Build.Tests;

/// <summary>The tool plans what the compiler plans: it packs for the class that is emitted.</summary>
public sealed class NetworkFactsTests
{
    [Fact]
    public void FactsOfEveryPublishedNetworkAreThoseOfItsClass()
    {
        using TestProject project = new();
        foreach (string path in Directory.GetFiles(Repository.PathOf("src", "Zoo"), "*.cs"))
        {
            project.Write(Path.GetFileName(path), File.ReadAllText(path));
        }

        UserProject zoo = UserProject.Read(project.Request());

        Assert.Equal(Catalog.Networks.Count + 1, zoo.Networks.Count);
        Assert.All(
            Catalog.Networks,
            network => AssertAreEqual(network.Network, Facts(zoo.Find(network.Network.Name)!))
        );
    }

    private static ModelInfo Facts(ParseResult declared) => NetworkFacts.Of(Planner.Plan(declared.Spec!));

    private static void AssertAreEqual(ModelInfo expected, ModelInfo actual)
    {
        Assert.Equal(expected.Layers, actual.Layers);
        Assert.Equal(expected.FeatureMaps, actual.FeatureMaps);
        Assert.All(
            typeof(ModelInfo)
                .GetProperties()
                .Where(property => property.PropertyType.IsValueType || property.PropertyType == typeof(string)),
            property => Assert.Equal(property.GetValue(expected), property.GetValue(actual))
        );
        Assert.Equal(PackedPlan.Hash(expected), PackedPlan.Hash(actual));
    }
}
