namespace ResNetGen.Transfer.Tests.Embedding;

public sealed class OrderedWorkTests
{
    [Fact]
    public void ResultsComeInOrderAndWorkersDoNotRunAhead()
    {
        int begun = 0,
            taken = 0,
            mostAhead = 0;
        IEnumerable<int> Items()
        {
            for (int item = 0; item < 500; item++)
            {
                mostAhead = Math.Max(mostAhead, ++begun - taken);
                yield return item;
            }
        }

        int expected = 0;
        foreach (
            int result in OrderedWork.Run(
                [0, 1, 2],
                Items(),
                (_, item) =>
                {
                    Thread.Sleep(item % 7 == 0 ? 1 : 0);
                    return item * 2;
                },
                CancellationToken.None
            )
        )
        {
            taken++;
            Assert.Equal(2 * expected++, result);
        }

        Assert.Equal(500, expected);
        Assert.InRange(mostAhead, 1, 9);
    }

    [Fact]
    public void WorkerHasOneItemAtATime()
    {
        int[] busy = new int[4];

        int[] results =
        [
            .. OrderedWork.Run(
                [0, 1, 2, 3],
                Enumerable.Range(0, 200),
                (worker, item) =>
                {
                    int others = Interlocked.Increment(ref busy[worker]);
                    Thread.Yield();
                    Interlocked.Decrement(ref busy[worker]);
                    return others;
                },
                CancellationToken.None
            ),
        ];

        Assert.All(results, others => Assert.Equal(1, others));
    }

    [Fact]
    public void WhatWorkThrowsIsThrownInItsPlace()
    {
        List<int> results = [];

        FormatException thrown = Assert.Throws<FormatException>(() =>
        {
            foreach (
                int result in OrderedWork.Run(
                    [0, 1],
                    Enumerable.Range(0, 100),
                    (_, item) => item == 7 ? throw new FormatException("seven") : item,
                    CancellationToken.None
                )
            )
            {
                results.Add(result);
            }
        });

        Assert.Equal("seven", thrown.Message);
        Assert.Equal(Enumerable.Range(0, 7), results);
    }

    [Fact]
    public void WhoTakesNoMoreLeavesTheRest()
    {
        int worked = 0;

        Assert.Equal(
            [0, 1, 2],
            OrderedWork
                .Run(
                    [0, 1],
                    Enumerable.Range(0, 1_000_000),
                    (_, item) =>
                    {
                        Interlocked.Increment(ref worked);
                        return item;
                    },
                    CancellationToken.None
                )
                .Take(3)
        );
        Assert.InRange(worked, 3, 12);
    }

    [Fact]
    public void CancellationEndsIt()
    {
        using CancellationTokenSource stop = new();
        int taken = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (int _ in OrderedWork.Run([0], Enumerable.Range(0, 100), (_, item) => item, stop.Token))
            {
                if (++taken == 5)
                {
                    stop.Cancel();
                }
            }
        });
        Assert.Equal(5, taken);
    }
}
