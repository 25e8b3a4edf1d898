using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

public class LinearLayerTests
{
    public static IEnumerable<object[]> Batches() =>
        Enumerable.Range(1, 17).Select(images => new object[] { images, 40, 33 });

    public static IEnumerable<object[]> Shapes() =>
        from inFeatures in new[] { 1, 5, 16, 17, 64 }
        from classes in new[] { 1, 5, 10, 16, 17, 100, 111 }
        select new object[] { 2, inFeatures, classes };

    [Theory]
    [MemberData(nameof(Batches))]
    [MemberData(nameof(Shapes))]
    public void AgreesWithItsDefinition(int images, int inFeatures, int classes) =>
        Check(Tensor.Deterministic(images, inFeatures, 1, 1), classes);

    [Fact]
    public void PassesNaNToItsImageAlone()
    {
        Tensor x = Tensor.Deterministic(3, 20, 1, 1);
        x[1, 19, 0, 0] = double.NaN;
        Check(x, classes: 35, finite: false);
    }

    private static void Check(Tensor x, int classes, bool finite = true)
    {
        using PackedLayer layer = PackedLayer.Linear(x.Channels, classes);
        using GuardedFeatures input = new(x, x.Images + 1);
        using GuardedFeatures output = new(x.Images + 2, classes);
        KernelHarness.Check(
            image =>
            {
                Features from = input.From(image);
                return (in Worker w) => w.Linear(from, weights: 0, output.From(0));
            },
            output,
            expected: ScalarReference.Linear(x, layer.Parameters),
            magnitude: ScalarReference.Linear(x.Absolute(), layer.Parameters.Absolute()),
            layer.Memory,
            finite: finite
        );
    }
}
