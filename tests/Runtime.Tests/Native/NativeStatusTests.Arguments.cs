using System.Text;
using ResNetGen.Runtime.Tests.Execution;
using Calls = ResNetGen.Runtime.Tests.Native.ClassifierCalls<ResNetGen.Runtime.Tests.Execution.TinyBasic>;

namespace ResNetGen.Runtime.Tests.Native;

// Arguments that a C caller may get wrong.
public sealed unsafe partial class NativeStatusTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(TinyBasic.Classes + 1)]
    public void NoMoreClassesThanThereAre(int k) =>
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Classify(_model, TinyNetwork.Images, k, new int[100], new float[100]),
            $"k is {k}, and the network tells 5 classes apart"
        );

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(257)]
    [InlineData(int.MinValue)]
    public void ThreadsAreARange(int threads)
    {
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Create(_path, out nint model, threads),
            $"threads is {threads}, and a model runs on 1 to 256."
        );
        Assert.Equal(0, model);
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.CreateFromBytes(TinyNetwork.Safetensors, out _, threads),
            $"threads is {threads}, "
        );
    }

    [Fact]
    public void NullsAreNamed()
    {
        fixed (
            float* images = TinyNetwork.Images,
                logits = _logits
        )
        fixed (
            byte* path = Encoding.UTF8.GetBytes(_path + '\0'),
                weights = TinyNetwork.Safetensors
        )
        {
            nuint length = (nuint)TinyNetwork.Images.Length,
                room = (nuint)_logits.Length;
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.Create((nint)path, 1, 0),
                "model is NULL."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.CreateFromBytes((nint)weights, 100, 1, 0),
                "model is NULL."
            );
            AssertFails(NativeStatus.InvalidArgument, NativeExport<TinyBasic>.Fork(_model, 0), "other is NULL.");
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeClassifierExport<TinyBasic>.Forward(0, (nint)images, length, (nint)logits, room),
                "model is NULL."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeClassifierExport<TinyBasic>.Forward(_model, 0, length, (nint)logits, room),
                "images is NULL."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeClassifierExport<TinyBasic>.Forward(_model, (nint)images, length, 0, room),
                "logits is NULL."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.Embed(_model, (nint)images, length, 0, room),
                "embeddings is NULL."
            );
        }

        AssertFails(NativeStatus.InvalidArgument, Calls.CreateFromBytes([], out _), "weights is NULL.");
        AssertFails(NativeStatus.InvalidArgument, Calls.Fork(0, out nint fork), "model is NULL.");
        Assert.Equal(0, fork);
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(0));
    }

    [Fact]
    public void LengthsAreExact()
    {
        const int One = TinyBasic.InputLength;
        string expected = $", and the network takes 1 to 3 images of 3 x 9 x 11 = {One} floats.";
        fixed (
            float* images = TinyNetwork.Images,
                logits = _logits
        )
        {
            foreach (
                nuint length in new nuint[]
                {
                    0,
                    1,
                    One - 1,
                    One + 1,
                    (3 * One) - 1,
                    4 * One,
                    (nuint)One << 40,
                    nuint.MaxValue,
                    nuint.MaxValue / One * One,
                }
            )
            {
                AssertFails(
                    NativeStatus.InvalidArgument,
                    NativeClassifierExport<TinyBasic>.Forward(_model, (nint)images, length, (nint)logits, 15),
                    $"images_length is {length}{expected}"
                );
            }

            foreach (nuint length in new nuint[] { 0, 4, 6, 10, nuint.MaxValue, ((nuint)1 << 32) + 5 })
            {
                AssertFails(
                    NativeStatus.InvalidArgument,
                    NativeClassifierExport<TinyBasic>.Forward(_model, (nint)images, One, (nint)logits, length),
                    $"logits_length is {length}, and 1 image(s) give 5 floats, 5 each."
                );
            }

            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.Embed(_model, (nint)images, 2 * One, (nint)logits, 15),
                $"embeddings_length is 15, and 2 image(s) give 32 floats, 16 each."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.CreateFromBytes((nint)images, (nuint)int.MaxValue + 1, 1, (nint)logits),
                "weights_length is 2147483648, and 2147483647 bytes are the most"
            );
        }

        Assert.Equal(NativeStatus.Ok, Calls.Forward(_model, TinyNetwork.Images.AsSpan(..One), _logits.AsSpan(..5)));
        Assert.Equal(TinyNetwork.Logits[..5], _logits[..5]);
    }

    [Fact]
    public void HandlesThatAreNoneAreToldSo()
    {
        nint address = (nint)(&address);
        foreach (
            nint handle in new[]
            {
                1,
                -1,
                2,
                nint.MinValue,
                nint.MaxValue,
                address,
                _model + 1,
                _model + 2,
                _model ^ (1 << 20),
                _model + ((nint)1 << 32),
                (int)_model,
            }
        )
        {
            AssertFails(
                NativeStatus.InvalidArgument,
                Calls.Forward(handle, TinyNetwork.Images, _logits),
                "model was destroyed, or was never given by this library."
            );
            AssertFails(NativeStatus.InvalidArgument, Calls.Fork(handle, out _), "model was destroyed");
            AssertFails(NativeStatus.InvalidArgument, Calls.Destroy(handle), "model was destroyed");
        }
    }

    [Fact]
    public void ADestroyedModelIsGoneAlsoWhenItsPlaceIsTaken()
    {
        Assert.Equal(NativeStatus.Ok, Calls.Fork(_model, out nint fork));
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(fork));
        Assert.Equal(NativeStatus.Ok, Calls.Fork(_model, out nint next));
        Assert.NotEqual(fork, next);
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Forward(fork, TinyNetwork.Images, _logits),
            "model was destroyed"
        );
        AssertFails(NativeStatus.InvalidArgument, Calls.Destroy(fork), "model was destroyed");
        Assert.Equal(NativeStatus.Ok, Calls.Forward(next, TinyNetwork.Images, _logits));
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(next));
    }

    [Fact]
    public void AnotherNetworksModelIsToldSo()
    {
        AssertFails(
            NativeStatus.InvalidArgument,
            ClassifierCalls<TinyExported>.Forward(_model, TinyNetwork.Images, _logits),
            "model is of another network: "
        );
        AssertFails(
            NativeStatus.InvalidArgument,
            ClassifierCalls<TinyExported>.Destroy(_model),
            "model is of another network: "
        );
        Assert.Equal(NativeStatus.Ok, Calls.Forward(_model, TinyNetwork.Images, _logits));
    }
}
