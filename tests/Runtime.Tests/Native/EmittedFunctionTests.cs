using System.Reflection;
using System.Runtime.InteropServices;
using ResNetGen.Runtime.Tests.Execution;

namespace ResNetGen.Runtime.Tests.Native;

[ResNet(
    BlockType.Basic,
    1,
    1,
    Stem = Stem.Conv3x3,
    BaseWidth = 8,
    InputHeight = 9,
    InputWidth = 11,
    Classes = 5,
    Batch = 3,
    NativeExport = "tiny"
)]
internal sealed partial class TinyExported;

/// <summary>The functions that the generator emits, called as C calls them: by their addresses.</summary>
public sealed unsafe class EmittedFunctionTests : IDisposable
{
    private static readonly Dictionary<string, nint> Addresses = typeof(TinyExported)
        .GetNestedType("NativeFunctions", BindingFlags.NonPublic)!
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .ToDictionary(
            method => method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()!.EntryPoint!,
            method => method.MethodHandle.GetFunctionPointer()
        );

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + "-größe");

    public EmittedFunctionTests() => File.WriteAllBytes(_path, TinyNetwork.Safetensors);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void AModelIsMadeRunsAndEnds()
    {
        nint path = Marshal.StringToCoTaskMemUTF8(_path),
            model,
            fork;
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint, int, nint*, int>)Addresses["tiny_create"])(path, 2, &model));
        Marshal.FreeCoTaskMem(path);
        Check(model);

        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint, nint*, int>)Addresses["tiny_fork"])(model, &fork));
        Assert.NotEqual(model, fork);
        Assert.Equal(0, Destroy(model));
        Check(fork);
        Assert.Equal(0, Destroy(fork));
        Assert.Equal(1, Destroy(fork));
        Assert.Equal("model was destroyed, or was never given by this library.", Text("tiny_last_error"));
    }

    [Fact]
    public void BytesGiveTheSameModel()
    {
        nint model;
        fixed (byte* weights = TinyNetwork.Safetensors)
        {
            nuint length = (nuint)TinyNetwork.Safetensors.Length;
            Assert.Equal(
                0,
                ((delegate* unmanaged[Cdecl]<byte*, nuint, int, nint*, int>)Addresses["tiny_create_from_bytes"])(
                    weights,
                    length,
                    1,
                    &model
                )
            );
        }

        Check(model);
        Assert.Equal(0, Destroy(model));
    }

    [Theory]
    [InlineData("tiny_input_channels", TinyExported.InputChannels)]
    [InlineData("tiny_input_height", TinyExported.InputHeight)]
    [InlineData("tiny_input_width", TinyExported.InputWidth)]
    [InlineData("tiny_max_batch", TinyExported.Batch)]
    [InlineData("tiny_classes", TinyExported.Classes)]
    [InlineData("tiny_embedding_length", TinyExported.EmbeddingLength)]
    [InlineData("tiny_abi_version", 1)]
    public void FactsAreThoseOfTheNetwork(string name, int expected) =>
        Assert.Equal(expected, ((delegate* unmanaged[Cdecl]<int>)Addresses[name])());

    [Fact]
    public void TheVersionIsANumber() => Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", Text("tiny_library_version"));

    [Fact]
    public void TheHeaderIsInTheAssembly()
    {
        NativeHeaderAttribute header = Assert.Single(
            typeof(TinyExported).Assembly.GetCustomAttributes<NativeHeaderAttribute>(),
            header => header.Name == "tiny.h"
        );
        Assert.All(Addresses.Keys, name => Assert.Contains($" {name}(", header.Text));
    }

    private static void Check(nint model)
    {
        float[] logits = new float[TinyNetwork.Logits.Length],
            embeddings = new float[TinyNetwork.Batch * TinyExported.EmbeddingLength];
        float[] expected = new float[embeddings.Length];
        fixed (
            float* images = TinyNetwork.Images,
                results = logits,
                features = embeddings
        )
        {
            nuint length = (nuint)TinyNetwork.Images.Length;
            Assert.Equal(
                0,
                ((delegate* unmanaged[Cdecl]<nint, float*, nuint, float*, nuint, int>)Addresses["tiny_forward"])(
                    model,
                    images,
                    length,
                    results,
                    (nuint)logits.Length
                )
            );
            Assert.Equal(
                0,
                ((delegate* unmanaged[Cdecl]<nint, float*, nuint, float*, nuint, int>)Addresses["tiny_embed"])(
                    model,
                    images,
                    length,
                    features,
                    (nuint)embeddings.Length
                )
            );
        }

        using TinyExported managed = TinyExported.Load(TinyNetwork.Safetensors);
        managed.Embed(TinyNetwork.Images, expected);
        Assert.Equal(TinyNetwork.Logits, logits);
        Assert.Equal(expected, embeddings);
    }

    private static int Destroy(nint model) => ((delegate* unmanaged[Cdecl]<nint, int>)Addresses["tiny_destroy"])(model);

    private static string Text(string function) =>
        Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)Addresses[function])())!;
}
