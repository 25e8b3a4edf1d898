using System.Reflection;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>What emitted code says of an algorithm is what the worker takes.</summary>
public sealed class AlgorithmContractTests
{
    private static readonly ConvolutionShape Shape = new(64, 128, 8, 8, Kernel: 3, Stride: 2, Groups: 1);

    public static TheoryData<string> Ids => new(ConvolutionAlgorithm.All.Select(algorithm => algorithm.Id));

    [Fact]
    public void TheListHasEachAlgorithmOnce() =>
        Assert.Equal(
            typeof(ConvolutionAlgorithm)
                .GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Where(property => property.PropertyType == typeof(ConvolutionAlgorithm))
                .Select(property => (property.Name, property.GetValue(null)))
                .OrderBy(pair => pair.Name, StringComparer.Ordinal),
            ConvolutionAlgorithm
                .All.Select(algorithm => (algorithm.Id, (object?)algorithm))
                .OrderBy(pair => pair.Id, StringComparer.Ordinal)
        );

    /// <summary>Emitted code leaves out an argument that has its default: both sides must mean the same by it.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void ArgumentsAndTheirDefaultsAreThoseOfTheWorkersMethod(string id)
    {
        ConvolutionAlgorithm algorithm = ConvolutionAlgorithm.All.Single(one => one.Id == id);
        MethodInfo method = Assert.Single(typeof(Worker).GetMethods(), one => one.Name == algorithm.Method);

        Assert.Contains(method.GetParameters(), parameter => parameter.Name == "weights");
        foreach ((string name, _, int unwritten) in algorithm.Arguments(Shape))
        {
            ParameterInfo parameter = Assert.Single(method.GetParameters(), one => one.Name == name);

            // No value is 0, so that 0 means that it is always written.
            Assert.Equal(unwritten, parameter.HasDefaultValue ? parameter.DefaultValue : 0);
        }
    }
}
