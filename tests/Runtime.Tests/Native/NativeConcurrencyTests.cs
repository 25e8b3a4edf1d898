using ResNetGen.Runtime.Tests.Execution;
using Calls = ResNetGen.Runtime.Tests.Native.ClassifierCalls<ResNetGen.Runtime.Tests.Execution.TinyBasic>;
using Fake = ResNetGen.Runtime.Tests.Native.ClassifierCalls<ResNetGen.Runtime.Tests.Native.FakeModel>;

namespace ResNetGen.Runtime.Tests.Native;

/// <summary>Many threads at once: right results, or a code that says what was wrong.</summary>
public sealed class NativeConcurrencyTests
{
    private const int ThreadCount = 8;

    [Fact]
    public void EachThreadWithAModelOfItsOwnIsRight()
    {
        Assert.Equal(NativeStatus.Ok, Calls.CreateFromBytes(TinyNetwork.Safetensors, out nint model));
        Threads.RunAll(
            ThreadCount,
            _ =>
            {
                float[] logits = new float[TinyNetwork.Logits.Length];
                for (int round = 0; round < 20; round++)
                {
                    Assert.Equal(NativeStatus.Ok, Calls.Fork(model, out nint fork));
                    Assert.Equal(NativeStatus.Ok, Calls.Forward(fork, TinyNetwork.Images, logits));
                    Assert.Equal(TinyNetwork.Logits, logits);
                    Assert.Equal(NativeStatus.Ok, Calls.Destroy(fork));
                    Assert.Equal(NativeStatus.InvalidArgument, Calls.Forward(fork, TinyNetwork.Images, logits));
                }
            }
        );
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(model));
    }

    [Fact]
    public void OneModelUnderManyThreadsIsRightOrBusy()
    {
        Assert.Equal(NativeStatus.Ok, Calls.CreateFromBytes(TinyNetwork.Safetensors, out nint model, threads: 2));
        int succeeded = 0;
        Threads.RunAll(
            ThreadCount,
            _ =>
            {
                for (int round = 0; round < 50; round++)
                {
                    float[] logits = new float[TinyNetwork.Logits.Length];
                    NativeStatus status = Calls.Forward(model, TinyNetwork.Images, logits);
                    Assert.True(status is NativeStatus.Ok or NativeStatus.Busy, status.ToString());
                    Assert.Equal(status == NativeStatus.Ok ? TinyNetwork.Logits : new float[logits.Length], logits);
                    Interlocked.Add(ref succeeded, status == NativeStatus.Ok ? 1 : 0);
                }
            }
        );
        Assert.True(succeeded > 0);
        Assert.Equal(NativeStatus.Ok, Calls.Destroy(model));
    }

    [Fact]
    public async Task ARunningModelIsBusyCanForkAndIsNotDestroyed()
    {
        (FakeModel model, nint handle) = FakeModel.Create();
        using ManualResetEventSlim running = new(),
            goOn = new();
        model.Run = () =>
        {
            running.Set();
            goOn.Wait();
        };
        float[] logits = new float[TinyNetwork.Logits.Length];
        Task<NativeStatus> run = Task.Factory.StartNew(
            () => Fake.Forward(handle, TinyNetwork.Images, logits),
            TaskCreationOptions.LongRunning
        );
        running.Wait();

        Assert.Equal(NativeStatus.Busy, Fake.Forward(handle, TinyNetwork.Images, new float[logits.Length]));
        Assert.Equal(
            "The model is running already, on another thread: give each thread a fork of its own.",
            Fake.LastError
        );
        Assert.Equal(
            NativeStatus.Busy,
            Fake.Embed(handle, TinyNetwork.Images, new float[TinyNetwork.Batch * TinyBasic.EmbeddingLength])
        );
        Assert.Equal(NativeStatus.Busy, Fake.Destroy(handle));
        Assert.False(model.IsDisposed);
        Assert.Equal(NativeStatus.Ok, Fake.Fork(handle, out nint fork));
        Assert.Equal(NativeStatus.Ok, Fake.Destroy(fork));
        goOn.Set();

        Assert.Equal(NativeStatus.Ok, await run);
        Assert.Equal(NativeStatus.Ok, Fake.Destroy(handle));
        Assert.True(model.IsDisposed);
    }

    [Fact]
    public void OneOfManyThreadsDestroys()
    {
        for (int round = 0; round < 50; round++)
        {
            Assert.Equal(NativeStatus.Ok, Calls.CreateFromBytes(TinyNetwork.Safetensors, out nint model));
            int destroyed = 0;
            Threads.RunAll(
                ThreadCount,
                index =>
                {
                    float[] logits = new float[TinyNetwork.Logits.Length];
                    if (index % 2 == 0)
                    {
                        NativeStatus status = Calls.Forward(model, TinyNetwork.Images, logits);
                        Assert.True(
                            status is NativeStatus.Ok or NativeStatus.Busy or NativeStatus.InvalidArgument,
                            status.ToString()
                        );
                        Assert.Equal(status == NativeStatus.Ok ? TinyNetwork.Logits : new float[logits.Length], logits);
                        return;
                    }

                    NativeStatus answer;
                    while ((answer = Calls.Destroy(model)) == NativeStatus.Busy)
                    {
                        Thread.Yield();
                    }

                    Assert.True(answer is NativeStatus.Ok or NativeStatus.InvalidArgument, answer.ToString());
                    Interlocked.Add(ref destroyed, answer == NativeStatus.Ok ? 1 : 0);
                }
            );
            Assert.Equal(1, destroyed);
        }
    }

    // More than any table begins with, so that it grows while others search it.
    [Fact]
    public void ManyModelsAreToldApart()
    {
        Threads.RunAll(
            ThreadCount,
            _ =>
            {
                (FakeModel Model, nint Handle)[] models = [.. Enumerable.Range(0, 200).Select(_ => FakeModel.Create())];
                Assert.Equal(models.Length, models.Select(one => one.Handle).Distinct().Count());
                Assert.All(models, one => Assert.Same(one.Model, NativeHandles.Find<FakeModel>(one.Handle).Model));
                Assert.All(models, one => Assert.Equal(NativeStatus.Ok, Fake.Destroy(one.Handle)));
                Assert.All(models, one => Assert.Equal(NativeStatus.InvalidArgument, Fake.Destroy(one.Handle)));
            }
        );
    }
}
