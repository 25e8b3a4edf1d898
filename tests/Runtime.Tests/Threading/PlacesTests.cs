using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ResNetGen.Tests.Support;

namespace ResNetGen.Runtime.Tests.Threading;

[SupportedOSPlatform("linux")]
public sealed unsafe partial class PlacesTests
{
    private const int Words = 16;

    // A thread that was only allowed to be where the caller is, and then everywhere, is still there.
    [FactNeeding(Needs.Linux | Needs.Processors, "threads are moved")]
    public void AWorkerLeavesTheProcessorOfTheCaller()
    {
        ulong[] allowed = Affinity();
        OnAThread(() =>
        {
            int here = CurrentProcessor();
            Pin(Only(here));
            Places places = new(2);
            places.Begin();
            OnAThread(() =>
            {
                Assert.Equal(here, CurrentProcessor());
                Pin(allowed);
                places.Take(1);
                Assert.NotEqual(here, CurrentProcessor());
                Assert.Equal(allowed, Affinity());
            });
        });
    }

    [FactNeeding(Needs.Linux, "threads are moved")]
    public void AWorkerStaysWhereItMayBeAlone() =>
        OnAThread(() =>
        {
            int here = CurrentProcessor();
            Pin(Only(here));
            Places places = new(2);
            places.Begin();
            places.Take(1);
            Assert.Equal(Only(here), Affinity());
        });

    private static void OnAThread(Action action)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static ulong[] Only(int processor)
    {
        ulong[] mask = new ulong[Words];
        mask[processor / 64] = 1UL << (processor % 64);
        return mask;
    }

    private static ulong[] Affinity()
    {
        ulong[] mask = new ulong[Words];
        fixed (ulong* words = mask)
        {
            Assert.Equal(0, GetAffinity(0, Words * sizeof(ulong), words));
        }

        return mask;
    }

    private static void Pin(ulong[] mask)
    {
        fixed (ulong* words = mask)
        {
            Assert.Equal(0, SetAffinity(0, Words * sizeof(ulong), words));
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int CurrentProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);
}
