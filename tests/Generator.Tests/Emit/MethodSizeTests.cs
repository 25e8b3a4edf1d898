using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary>
/// RyuJIT stops optimising a method beyond 60,000 bytes of IL or 2,000 locals; emitted ones stay far below, so that
/// what the compiler of tomorrow makes of them does too.
/// </summary>
public sealed class MethodSizeTests
{
    private const int MostBytes = 20_000;

    private const int MostLocals = 512;

    [Theory]
    [InlineData("ResNet(18)")]
    [InlineData("ResNet(152)")]
    [InlineData(
        "ResNet(BlockType.Bottleneck, 2048, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 8, InputWidth = 8, Shortcut = Shortcut.ProjectionAlways)"
    )]
    public void MethodsOfNetworksAreSmall(string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run($"[{attribute}] partial class Net;");
        using MemoryStream assembly = new();
        Assert.True(
            run.Output.WithOptions(run.Output.Options.WithOptimizationLevel(OptimizationLevel.Release))
                .Emit(assembly)
                .Success
        );
        assembly.Position = 0;

        AssertAreSmall(assembly);
    }

    [Fact]
    public void MethodsOfTheRuntimeAreSmall()
    {
        using FileStream assembly = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "ResNetGen.Runtime.dll"));

        AssertAreSmall(assembly);
    }

    private static void AssertAreSmall(Stream assembly)
    {
        using PEReader file = new(assembly);
        (string Name, int Bytes, int Locals)[] methods = [.. Methods(file)];

        Assert.NotEmpty(methods);
        Assert.DoesNotContain(methods, method => method.Bytes > MostBytes);
        Assert.DoesNotContain(methods, method => method.Locals >= MostLocals);
    }

    private static IEnumerable<(string Name, int Bytes, int Locals)> Methods(PEReader file)
    {
        MetadataReader metadata = file.GetMetadataReader();
        foreach (MethodDefinition method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition))
        {
            if (method.RelativeVirtualAddress != 0)
            {
                MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
                yield return (metadata.GetString(method.Name), body.GetILReader().Length, Locals(metadata, body));
            }
        }
    }

    private static int Locals(MetadataReader metadata, MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil)
        {
            return 0;
        }

        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }
}
