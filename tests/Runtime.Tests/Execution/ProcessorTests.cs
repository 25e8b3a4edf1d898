namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>A run has no more threads than there are processors.</summary>
[Collection(nameof(Alone))]
public sealed class ProcessorTests : IDisposable
{
    public void Dispose() => Processors.Count = NativeAbi.MaxThreads;

    [Fact]
    public void ProcessorsAreWhatTheSystemLetsTheProcessHave() =>
        Assert.Equal(Environment.ProcessorCount, ManyProcessors.Found);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 4, 1)]
    [InlineData(1, 256, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 5, 2)]
    [InlineData(3, 4, 3)]
    public void MoreThreadsThanProcessorsAreNotStarted(int processors, int asked, int used)
    {
        Processors.Count = processors;
        HashSet<Thread> threads = [];
        using Engine engine = TinyNetwork.Load(
            (in Worker w) =>
            {
                lock (threads)
                {
                    threads.Add(Thread.CurrentThread);
                }

                TinyNetwork.Walk(w);
            },
            asked
        );

        Assert.Equal(used, engine.Threads);
        Assert.Equal(TinyNetwork.Logits, engine.Forward());
        Assert.Equal(used, threads.Count);
    }

    [Fact]
    public void AModelSaysHowManyItUses()
    {
        Processors.Count = 2;
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, threads: 3);
        using TinyBasic fork = model.Fork();

        Assert.Equal(2, model.Threads);
        Assert.Equal(2, fork.Threads);
        Assert.Equal(2, ((IImageModel)model).Threads);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(257)]
    public void AWrongNumberIsWrongOnAnyMachine(int threads)
    {
        Processors.Count = 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => TinyBasic.Load(TinyNetwork.Safetensors, threads));
    }
}
