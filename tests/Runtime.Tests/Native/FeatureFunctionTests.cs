using System.Reflection;
using System.Runtime.InteropServices;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;

namespace ResNetGen.Runtime.Tests.Native;

/// <summary>The C functions of a network without a classifier: those that need one are not there.</summary>
public sealed unsafe class FeatureFunctionTests
{
    [Fact]
    public void NoFunctionNeedsAClassifier()
    {
        string[] names =
        [
            .. typeof(FeaturesTinyBasic)
                .GetNestedType("NativeFunctions", BindingFlags.NonPublic)!
                .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Select(method => method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()!.EntryPoint!),
        ];
        Assert.Contains("backbone_embed", names);
        Assert.Contains("backbone_embedding_length", names);
        Assert.DoesNotContain(names, name => name is "backbone_forward" or "backbone_classify" or "backbone_classes");

        NativeHeaderAttribute header = Assert.Single(
            typeof(FeaturesTinyBasic).Assembly.GetCustomAttributes<NativeHeaderAttribute>(),
            header => header.Name == "backbone.h"
        );
        Assert.All(names, name => Assert.Contains($" {name}(", header.Text));
        Assert.DoesNotContain("BACKBONE_CLASSES", header.Text);
    }

    [Fact]
    public void FeaturesAreThoseOfTheClass()
    {
        byte[] safetensors = DeterministicWeights.Safetensors(FeaturesTinyBasic.Network);
        float[] expected = new float[FeaturesTinyBasic.Batch * FeaturesTinyBasic.EmbeddingLength],
            actual = new float[expected.Length];
        using FeaturesTinyBasic managed = FeaturesTinyBasic.Load(safetensors);
        managed.Embed(TinyNetwork.Images, expected);

        Assert.Equal(
            NativeStatus.Ok,
            Calls<FeaturesTinyBasic>.CreateFromBytes(safetensors, out nint model, threads: 2)
        );
        Assert.Equal(NativeStatus.Ok, Calls<FeaturesTinyBasic>.Embed(model, TinyNetwork.Images, actual));
        Assert.Equal(expected, actual);
        Assert.Equal(
            NativeStatus.InvalidArgument,
            Calls<FeaturesTinyBasic>.Embed(model, TinyNetwork.Images, new float[5])
        );

        // A classifier's functions, which another header has, do not take it.
        Assert.Equal(
            NativeStatus.InvalidArgument,
            ClassifierCalls<TinyBasic>.Forward(model, TinyNetwork.Images, new float[TinyNetwork.Logits.Length])
        );
        Assert.StartsWith(
            "model is of another network: ",
            Calls<FeaturesTinyBasic>.LastError,
            StringComparison.Ordinal
        );
        Assert.Equal(NativeStatus.Ok, Calls<FeaturesTinyBasic>.Destroy(model));
    }
}
