namespace ResNetGen.Runtime.Tests.Threading;

public class CallTests
{
    // Calls come at random moments, while the worker looks and while it is parked: none is lost, and none is taken twice.
    // Between deciding to park and being parked are a few instructions, which a call may never meet here.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EachCallIsTakenOnce(bool looks)
    {
        // On a busy machine each may take a time slice.
        const int Calls = 2_000;
        using Call call = new(looks);
        int given = 0;
        int taken = 0;
        Thread worker = new(() =>
        {
            for (int i = 1; i <= Calls; i++)
            {
                call.Take();
                if (Volatile.Read(ref given) != i)
                {
                    return;
                }

                Volatile.Write(ref taken, i);
            }
        })
        {
            IsBackground = true,
        };
        worker.Start();
        Random random = new(1);
        for (int i = 1; i <= Calls; i++)
        {
            Volatile.Write(ref given, i);
            call.Give();
            Assert.True(
                SpinWait.SpinUntil(() => Volatile.Read(ref taken) == i, TimeSpan.FromSeconds(20)),
                $"Call {i} was lost, or taken before it was given."
            );
            Thread.SpinWait(random.Next(1500));
        }

        worker.Join();
    }

    // Who waits shares memory with those who work: it must not go away before it is called.
    [Fact]
    public void AnInterruptComesWhenTheCallIsTaken()
    {
        using Call call = new(looks: false);
        bool given = false;
        bool early = false;
        bool interrupted = false;
        Thread worker = new(() =>
        {
            try
            {
                call.Take();
                early = !Volatile.Read(ref given);
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                interrupted = Volatile.Read(ref given);
            }
        })
        {
            IsBackground = true,
        };
        worker.Start();
        Assert.True(SpinWait.SpinUntil(() => worker.ThreadState.HasFlag(ThreadState.WaitSleepJoin), 20_000));
        worker.Interrupt();
        Thread.Sleep(20);
        Volatile.Write(ref given, true);
        call.Give();
        worker.Join();
        Assert.False(early);
        Assert.True(interrupted);
    }
}
