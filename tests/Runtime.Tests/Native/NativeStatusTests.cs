using System.Text;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Runtime.Tests.Weights;
using ResNetGen.Weights;
using Calls = ResNetGen.Runtime.Tests.Native.Calls<ResNetGen.Runtime.Tests.Execution.TinyBasic>;
using Fake = ResNetGen.Runtime.Tests.Native.Calls<ResNetGen.Runtime.Tests.Native.FakeModel>;

namespace ResNetGen.Runtime.Tests.Native;

/// <summary>Whatever C gives and whatever happens, the answer is a code and a text.</summary>
public sealed unsafe class NativeStatusTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly float[] _logits = new float[TinyNetwork.Logits.Length];
    private readonly nint _model;

    public NativeStatusTests()
    {
        File.WriteAllBytes(_path, TinyNetwork.Safetensors);
        Assert.Equal(NativeStatus.Ok, Calls.Create(_path, out _model));
    }

    public void Dispose()
    {
        Calls.Destroy(_model);
        File.Delete(_path);
    }

    public static TheoryData<Exception, int> Thrown =>
        new()
        {
            { new OutOfMemoryException(), (int)NativeStatus.OutOfMemory },
            { new InsufficientMemoryException(), (int)NativeStatus.OutOfMemory },
            { new ArgumentException("wrong"), (int)NativeStatus.InvalidArgument },
            { new InvalidOperationException("odd"), (int)NativeStatus.InternalError },
            { new NullReferenceException("odd"), (int)NativeStatus.InternalError },
            { new PlatformNotSupportedException("odd"), (int)NativeStatus.InternalError },
        };

    [Fact]
    public void CodesAreTheNumbersOfTheHeader() =>
        Assert.Equal(
            [
                ("Ok", 0),
                ("InvalidArgument", 1),
                ("InvalidWeights", 2),
                ("CannotRead", 3),
                ("Busy", 4),
                ("OutOfMemory", 5),
                ("InternalError", 6),
            ],
            Enum.GetValues<NativeStatus>().Select(status => (status.ToString(), (int)status))
        );

    [Fact]
    public void AMissingFileCannotBeRead()
    {
        AssertFails(
            NativeStatus.CannotRead,
            Calls.Create(_path + "-missing", out nint model),
            $"{_path}-missing: there is no such file."
        );
        Assert.Equal(0, model);
        AssertFails(
            NativeStatus.CannotRead,
            Calls.Create(Path.Combine(_path + "-missing", "file"), out _),
            $"{_path}-missing/file: there is no such directory."
        );
        AssertFails(NativeStatus.CannotRead, Calls.Create(Path.GetTempPath(), out _), "this is a directory");
    }

    [Fact]
    public void WrongWeightsAreWeights()
    {
        string other = _path + "-other";
        try
        {
            File.WriteAllBytes(other, DeterministicWeights.Safetensors(TinyZeroPad.Network));
            AssertFails(
                NativeStatus.InvalidWeights,
                Calls.Create(other, out nint model),
                "the tensors of the file are not those of the network"
            );
            Assert.Equal(0, model);
            File.WriteAllBytes(other, TinyNetwork.Safetensors[..^1]);
            AssertFails(NativeStatus.InvalidWeights, Calls.Create(other, out _), other);
            File.WriteAllBytes(other, []);
            AssertFails(NativeStatus.InvalidWeights, Calls.Create(other, out _), "the file is empty");
        }
        finally
        {
            File.Delete(other);
        }

        AssertFails(
            NativeStatus.InvalidWeights,
            Calls.CreateFromBytes("no weights at all"u8, out _),
            "weights in memory"
        );
    }

    [Fact]
    public void EmbeddedWeightsAreLoadedAsTheClassDoes()
    {
        FakeModel? loaded = null;
        Assert.Equal(
            NativeStatus.Ok,
            Fake.CreateEmbedded(threads => loaded = threads == 3 ? new FakeModel() : null!, out nint model, threads: 3)
        );
        Assert.Same(loaded, NativeHandles.Find<FakeModel>(model).Model);
        Assert.Equal(NativeStatus.Ok, Fake.Destroy(model));

        AssertFails(
            NativeStatus.InvalidArgument,
            Fake.CreateEmbedded(_ => new FakeModel(), out model, threads: 0),
            "threads is 0"
        );
        Assert.Equal(0, model);
        AssertFails(
            NativeStatus.InvalidWeights,
            Fake.CreateEmbedded(_ => throw new WeightFileException("x.packed", "of another version"), out model),
            "x.packed"
        );
        Assert.Equal(0, model);
    }

    [Fact]
    public void ClassesAreTheMostProbableOnes()
    {
        const int All = TinyBasic.Classes;
        int[] classes = new int[TinyNetwork.Batch * All];
        float[] probabilities = new float[classes.Length];
        Assert.Equal(NativeStatus.Ok, Calls.Classify(_model, TinyNetwork.Images, All, classes, probabilities));
        for (int image = 0; image < TinyNetwork.Batch; image++)
        {
            float[] logits = TinyNetwork.Logits[(image * All)..((image + 1) * All)];
            double sum = logits.Sum(logit => Math.Exp(logit - logits.Max()));
            int[] order = [.. Enumerable.Range(0, All).OrderByDescending(index => logits[index])];
            Assert.Equal(order, classes[(image * All)..((image + 1) * All)]);
            Assert.All(
                order.Index(),
                rank =>
                    Assert.Equal(
                        Math.Exp(logits[rank.Item] - logits.Max()) / sum,
                        probabilities[(image * All) + rank.Index],
                        1e-6
                    )
            );
        }

        int[] two = new int[TinyNetwork.Batch * 2];
        Assert.Equal(NativeStatus.Ok, Calls.Classify(_model, TinyNetwork.Images, 2, two, probabilities));
        Assert.Equal(classes.Chunk(All).SelectMany(image => image[..2]), two);
    }

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

    [Fact]
    public void ClassesNeedRoom()
    {
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Classify(_model, TinyNetwork.Images, 1, [], new float[3]),
            "classes is NULL."
        );
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Classify(_model, TinyNetwork.Images, 1, new int[3], []),
            "probabilities is NULL."
        );
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Classify(_model, TinyNetwork.Images[1..], 1, new int[3], new float[3]),
            "images_length is"
        );
    }

    [Fact]
    public void OfEqualClassesTheLowerIsFirstAndLargeLogitsAreNumbers()
    {
        int[] classes = new int[4];
        float[] probabilities = new float[4];
        TopClasses.Find([-1e30f, 1e30f, 7, 1e30f], classes, probabilities);
        Assert.Equal([1, 3, 0, 2], classes);
        Assert.Equal([0.5f, 0.5f, 0, 0], probabilities);
    }

    [Fact]
    public void PathsAreUtf8AndThere()
    {
        AssertFails(NativeStatus.InvalidArgument, Calls.Create((byte[]?)null, out nint model), "weights_path is NULL.");
        Assert.Equal(0, model);
        AssertFails(NativeStatus.InvalidArgument, Calls.Create("", out _), "weights_path is empty.");
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Create([(byte)'a', 0xC3, 0x28, 0], out _),
            "weights_path is not UTF-8, from byte 1 on."
        );
        AssertFails(
            NativeStatus.InvalidArgument,
            Calls.Create([0xED, 0xA0, 0x80, 0], out _),
            "weights_path is not UTF-8, from byte 0 on."
        );
    }

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
                NativeExport<TinyBasic>.Forward(0, (nint)images, length, (nint)logits, room),
                "model is NULL."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.Forward(_model, 0, length, (nint)logits, room),
                "images is NULL."
            );
            AssertFails(
                NativeStatus.InvalidArgument,
                NativeExport<TinyBasic>.Forward(_model, (nint)images, length, 0, room),
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
                    NativeExport<TinyBasic>.Forward(_model, (nint)images, length, (nint)logits, 15),
                    $"images_length is {length}{expected}"
                );
            }

            foreach (nuint length in new nuint[] { 0, 4, 6, 10, nuint.MaxValue, ((nuint)1 << 32) + 5 })
            {
                AssertFails(
                    NativeStatus.InvalidArgument,
                    NativeExport<TinyBasic>.Forward(_model, (nint)images, One, (nint)logits, length),
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
            Calls<TinyExported>.Forward(_model, TinyNetwork.Images, _logits),
            "model is of another network: "
        );
        AssertFails(NativeStatus.InvalidArgument, Calls<TinyExported>.Destroy(_model), "model is of another network: ");
        Assert.Equal(NativeStatus.Ok, Calls.Forward(_model, TinyNetwork.Images, _logits));
    }

    [Theory]
    [MemberData(nameof(Thrown))]
    public void WhateverIsThrownHasACode(Exception thrown, int expected)
    {
        (FakeModel model, nint handle) = FakeModel.Create();
        model.Run = () => throw thrown;
        string text =
            expected == (int)NativeStatus.InternalError ? $"{thrown.GetType().Name}: {thrown.Message}" : thrown.Message;
        AssertFails((NativeStatus)expected, Fake.Forward(handle, TinyNetwork.Images, _logits), text);
        AssertFails(
            (NativeStatus)expected,
            Fake.Embed(handle, TinyNetwork.Images, new float[TinyNetwork.Batch * TinyBasic.EmbeddingLength]),
            text
        );

        // It does not stay busy.
        model.Run = () => { };
        Assert.Equal(NativeStatus.Ok, Fake.Forward(handle, TinyNetwork.Images, _logits));

        string path = Guid.NewGuid().ToString();
        FakeModel.Failures[path] = thrown;
        AssertFails((NativeStatus)expected, Fake.Create(path, out nint none), text);
        Assert.Equal(0, none);
        Assert.Equal(NativeStatus.Ok, Fake.Destroy(handle));
        Assert.True(model.IsDisposed);
    }

    [Fact]
    public void MemoryThatEndsInAFileIsMemory()
    {
        string path = Guid.NewGuid().ToString();
        FakeModel.Failures[path] = new ResNetGen.Weights.WeightFileException(
            "file",
            "it does not fit",
            inner: new OutOfMemoryException()
        );
        AssertFails(NativeStatus.OutOfMemory, Fake.Create(path, out _), "file: it does not fit.");
    }

    [Fact]
    public void ErrorsAreTheirThreadsAndSuccessLeavesThem()
    {
        AssertFails(NativeStatus.InvalidArgument, Calls.Create("", out _), "weights_path is empty.");
        nint text = NativeExport.LastError();
        Threads.RunAll(
            4,
            index =>
            {
                Assert.Equal("", Calls.LastError);
                AssertFails(NativeStatus.InvalidArgument, Calls.Create(_path, out _, -index), $"threads is {-index}, ");
                GC.Collect();
                Assert.StartsWith($"threads is {-index}, ", Calls.LastError);
            }
        );
        Assert.Equal(NativeStatus.Ok, Calls.Forward(_model, TinyNetwork.Images, _logits));
        Assert.Equal(text, NativeExport.LastError());
        Assert.Equal("weights_path is empty.", Calls.LastError);
    }

    [Fact]
    public void TextsAreUtf8()
    {
        AssertFails(
            NativeStatus.CannotRead,
            Calls.Create(_path + "-größe-网络", out _),
            _path + "-größe-网络: there is no such file."
        );
    }

    // The caller's memory, packed and aligned: what Load would use where it is.
    [Fact]
    public void BytesAreTheCallersAgain()
    {
        byte[] packed = PackedBytes.Of<TinyBasic>();
        using NativeBytesOwner bytes = new(packed);
        Assert.Equal(NativeStatus.Ok, Calls.CreateFromBytes(bytes.Span, out nint model));
        bytes.Span.Clear();
        Assert.Equal(NativeStatus.Ok, Calls.Forward(model, TinyNetwork.Images, _logits));
        Assert.Equal(TinyNetwork.Logits, _logits);
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(model));
    }

    private static void AssertFails(NativeStatus expected, int found, string text) =>
        AssertFails(expected, (NativeStatus)found, text);

    private static void AssertFails(NativeStatus expected, NativeStatus found, string text)
    {
        Assert.Equal(expected, found);
        Assert.Contains(text, Calls.LastError);
    }

    private sealed class NativeBytesOwner(byte[] bytes) : IDisposable
    {
        private readonly NativeBytes _bytes = new(bytes);

        public Span<byte> Span => _bytes.GetSpan();

        public void Dispose() => ((IDisposable)_bytes).Dispose();
    }
}
