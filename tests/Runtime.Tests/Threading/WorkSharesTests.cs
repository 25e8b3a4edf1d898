namespace ResNetGen.Runtime.Tests.Threading;

public sealed class WorkSharesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void EveryUnitIsTakenOnceWhoeverIsLate(int workers)
    {
        const int Divisions = 2000;
        int[][] taken = [.. Enumerable.Range(0, Divisions).Select(division => new int[(division * 7) % 41])];
        using WorkerPool pool = new(workers);
        pool.Run(Work);
        pool.Run(Work);

        Assert.All(taken, units => Assert.All(units, times => Assert.Equal(2, times)));

        // Barriers behind every third division only: between the others, workers may be divisions apart.
        void Work(int worker)
        {
            for (int division = 0; division < Divisions; division++)
            {
                Units units = new(pool.Shares, worker, workers, taken[division].Length);
                while (units.TryTake(out int unit))
                {
                    Interlocked.Increment(ref taken[division][unit]);
                    if ((division + worker) % 5 == 0)
                    {
                        Thread.SpinWait(20);
                    }
                }

                if (division % 3 == 2)
                {
                    pool.Barrier?.Meet();
                }
            }
        }
    }

    [Fact]
    public void WorkerThatIsNotThereLeavesItsShareToOthers()
    {
        WorkShares shares = new(workers: 2);
        Units units = new(shares, worker: 0, workers: 2, total: 10);
        List<int> taken = [];
        while (units.TryTake(out int unit))
        {
            taken.Add(unit);
        }

        Assert.Equal([0, 1, 2, 3, 4, 9, 8, 7, 6, 5], taken);
        Assert.False(new Units(shares, worker: 1, workers: 2, total: 10).TryTake(out _));
    }
}
