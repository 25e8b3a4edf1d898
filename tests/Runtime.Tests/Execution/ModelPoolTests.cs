using ResNetGen.Runtime.Tests.Native;

namespace ResNetGen.Runtime.Tests.Execution;

[Collection(nameof(Alone))]
public class ModelPoolTests
{
    [Fact]
    public void InstancesAreForksThatAreMadeWhenTheyAreNeeded()
    {
        TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors);
        using ModelPool<TinyBasic> pool = new(model, size: 2);
        Assert.Equal(2, pool.Size);

        using ModelLease<TinyBasic> first = pool.Rent();
        using ModelLease<TinyBasic> second = pool.Rent();
        Assert.Same(model, first.Model);
        Assert.NotSame(model, second.Model);
        float[] logits = new float[TinyNetwork.Logits.Length];
        second.Model.Forward(TinyNetwork.Images, logits);
        Assert.Equal(TinyNetwork.Logits, logits);
    }

    [Fact]
    public void WhatIsGivenBackIsLentAgainBeforeAnotherIsMade()
    {
        using ModelPool<FakeModel> pool = new(new FakeModel(), size: 3);
        HashSet<FakeModel> seen = [];
        for (int i = 0; i < 5; i++)
        {
            using ModelLease<FakeModel> lease = pool.Rent();
            seen.Add(lease.Model);
        }

        Assert.Single(seen);
    }

    [Fact]
    public void APoolMayHaveNoLimit()
    {
        ModelPool<FakeModel> pool = new(new FakeModel(), size: int.MaxValue);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }

    [Fact]
    public async Task WhoComesWhenAllAreLentWaitsForOne()
    {
        using ModelPool<FakeModel> pool = new(new FakeModel(), size: 2);
        ModelLease<FakeModel> first = pool.Rent();
        using ModelLease<FakeModel> second = pool.Rent();
        Task<ModelLease<FakeModel>> third = pool.RentAsync().AsTask();
        Assert.False(third.IsCompleted);

        FakeModel model = first.Model;
        first.Dispose();
        using ModelLease<FakeModel> lent = await third;
        Assert.Same(model, lent.Model);
    }

    [Fact]
    public async Task AThreadMayWaitToo()
    {
        using ModelPool<FakeModel> pool = new(new FakeModel(), size: 1);
        ModelLease<FakeModel> first = pool.Rent();
        FakeModel model = first.Model;
        Task<FakeModel> waiting = Task.Factory.StartNew(
            () =>
            {
                using ModelLease<FakeModel> lease = pool.Rent();
                return lease.Model;
            },
            TaskCreationOptions.LongRunning
        );
        first.Dispose();
        Assert.Same(model, await waiting);
    }

    [Fact]
    public async Task AWaitCanBeCancelledAndTakesNothing()
    {
        using ModelPool<FakeModel> pool = new(new FakeModel(), size: 1);
        ModelLease<FakeModel> first = pool.Rent();
        using CancellationTokenSource stop = new();
        Task<ModelLease<FakeModel>> waiting = pool.RentAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.RentAsync(stop.Token).AsTask());
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Rent(stop.Token));

        first.Dispose();
        pool.Rent().Dispose();
    }

    [Fact]
    public void ALeaseEndsOnce()
    {
        using ModelPool<FakeModel> pool = new(new FakeModel(), size: 2);
        ModelLease<FakeModel> first = pool.Rent();
        ModelLease<FakeModel> copy = first;
        first.Dispose();
        using ModelLease<FakeModel> second = pool.Rent();
        copy.Dispose();

        // The instance is the second caller's alone: a third gets another.
        using ModelLease<FakeModel> third = pool.Rent();
        Assert.NotSame(second.Model, third.Model);
        Assert.Contains("Rent one again", Assert.Throws<ObjectDisposedException>(() => first.Model).Message);
        Assert.Throws<ObjectDisposedException>(() => copy.Model);
    }

    [Fact]
    public void NoLeaseIsNone()
    {
        ModelLease<FakeModel> none = default;
        none.Dispose();
        Assert.Throws<ObjectDisposedException>(() => none.Model);
    }

    [Fact]
    public void TheInstancesGoWithThePoolAndThoseThatAreLentWhenTheyComeBack()
    {
        ModelPool<FakeModel> pool = new(new FakeModel(), size: 2);
        ModelLease<FakeModel> lease = pool.Rent();
        ModelLease<FakeModel> other = pool.Rent();
        (FakeModel lent, FakeModel idle) = (lease.Model, other.Model);
        other.Dispose();

        pool.Dispose();
        pool.Dispose();
        Assert.Equal((true, false), (idle.IsDisposed, lent.IsDisposed));
        Assert.Same(lent, lease.Model);
        lease.Dispose();
        Assert.True(lent.IsDisposed);
    }

    [Fact]
    public async Task ADisposedPoolLendsNothingAndKeepsNobodyWaiting()
    {
        ModelPool<FakeModel> pool = new(new FakeModel(), size: 1);
        using ModelLease<FakeModel> lease = pool.Rent();
        Task<ModelLease<FakeModel>>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => pool.RentAsync().AsTask())];

        pool.Dispose();
        foreach (Task<ModelLease<FakeModel>> one in waiting)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => one);
        }

        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RentAsync().AsTask());
    }

    [Fact]
    public void AForkThatFailsTakesNoPlace()
    {
        FakeModel model = new() { ForkFailure = new OutOfMemoryException() };
        using ModelPool<FakeModel> pool = new(model, size: 2);
        using ModelLease<FakeModel> first = pool.Rent();
        Assert.Throws<OutOfMemoryException>(() => pool.Rent());

        model.ForkFailure = null;
        using ModelLease<FakeModel> second = pool.Rent();
        Assert.NotSame(model, second.Model);
    }

    [Fact]
    public void ALoanAllocatesNothing()
    {
        using ModelPool<FakeModel> pool = new(new FakeModel(), size: 2);
        Assert.Equal(0, AllocationTests.LeastAllocated(Lend));

        void Lend()
        {
            using ModelLease<FakeModel> lease = pool.Rent();
            ValueTask<ModelLease<FakeModel>> rented = pool.RentAsync();
            Assert.True(rented.IsCompletedSuccessfully);
            rented.Result.Dispose();
        }
    }

    [Fact]
    public void NoInstanceIsLentToTwo()
    {
        using ModelPool<TinyBasic> pool = new(TinyBasic.Load(TinyNetwork.Safetensors), size: 3);
        Threads.RunAll(
            8,
            _ =>
            {
                float[] logits = new float[TinyNetwork.Logits.Length];
                for (int i = 0; i < 50; i++)
                {
                    // A model that two run at once throws.
                    using ModelLease<TinyBasic> lease = pool.Rent();
                    lease.Model.Forward(TinyNetwork.Images, logits);
                    Assert.Equal(TinyNetwork.Logits, logits);
                }
            }
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void APoolHasAnInstance(int size)
    {
        using FakeModel model = new();
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new ModelPool<FakeModel>(model, size));
        Assert.Throws<ArgumentNullException>("model", () => new ModelPool<FakeModel>(null!, 1));
    }
}
