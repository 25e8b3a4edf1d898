using System.Diagnostics;

namespace ResNetGen.Runtime.Tests.Execution;

[Collection(nameof(Alone))]
public class IdleTests
{
    private const int Threads = 4;

    // A spinning worker would take what it can get of a processor, each time; another new thread of the process, a
    // compiling one say, only now and then.
    [Fact]
    public void IdleWorkersUseNoProcessor()
    {
        HashSet<int> before = [.. ProcessorTimes().Keys];
        using TinyBasic model = TinyBasic.Load(TinyNetwork.Safetensors, Threads);
        HashSet<int> workers = [.. ProcessorTimes().Keys.Except(before)];
        Assert.True(workers.Count >= Threads - 1);

        double least = double.PositiveInfinity;
        for (int round = 0; round < 10 && least > 0.05; round++)
        {
            model.Forward(TinyNetwork.Images, new float[TinyNetwork.Logits.Length]);
            Dictionary<int, TimeSpan> start = ProcessorTimes();
            long clock = Stopwatch.GetTimestamp();
            Thread.Sleep(300);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(clock);
            Dictionary<int, TimeSpan> end = ProcessorTimes();
            least = Math.Min(
                least,
                workers
                    .Where(start.ContainsKey)
                    .Where(end.ContainsKey)
                    .Sum(worker => (end[worker] - start[worker]) / elapsed)
            );
        }

        Assert.True(least <= 0.05, $"The workers of an idle model used {least:P0} of a processor.");
    }

    private static Dictionary<int, TimeSpan> ProcessorTimes()
    {
        Dictionary<int, TimeSpan> times = [];
        using Process process = Process.GetCurrentProcess();
        foreach (ProcessThread thread in process.Threads)
        {
            try
            {
                times.Add(thread.Id, thread.TotalProcessorTime);
            }
            catch (Exception exception)
                when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended since the threads were listed.
            }
        }

        return times;
    }
}
