using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Runtime.Tests.Weights;
using ResNetGen.Weights;
using Calls = ResNetGen.Runtime.Tests.Native.ClassifierCalls<ResNetGen.Runtime.Tests.Execution.TinyBasic>;
using Fake = ResNetGen.Runtime.Tests.Native.ClassifierCalls<ResNetGen.Runtime.Tests.Native.FakeModel>;

namespace ResNetGen.Runtime.Tests.Native;

/// <summary>Whatever C gives and whatever happens, the answer is a code and a text.</summary>
public sealed unsafe partial class NativeStatusTests : IDisposable
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
