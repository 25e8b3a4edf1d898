using System.Globalization;
using System.Runtime.CompilerServices;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>Where packed weights are, and for how long.</summary>
[Collection(nameof(Alone))]
public sealed unsafe class PackedLifetimeTests : IDisposable
{
    private static readonly byte[] Packed = PackedBytes.Of<TinyBasic>();

    private readonly TemporaryFile _file = new(Packed, ".packed");

    public void Dispose() => _file.Dispose();

    [Fact]
    public void AFileIsUsedWhereItIsMapped()
    {
        using Engine engine = Load();
        if (OperatingSystem.IsLinux())
        {
            Assert.True(IsMapped(engine.Weights));
        }

        Assert.Equal(0, (nint)engine.Weights % PackedFormat.Page);
        Assert.Equal(TinyNetwork.Logits, engine.Forward());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheMappingLivesAsLongAsAnyFork(bool originalFirst)
    {
        Engine original = Load();
        Engine fork = original.Fork();
        Assert.Equal((nint)original.Weights, (nint)fork.Weights);
        (Engine first, Engine second) = originalFirst ? (original, fork) : (fork, original);

        if (OperatingSystem.IsLinux())
        {
            File.Delete(_file.Path);
        }

        first.Dispose();
        Assert.Equal(TinyNetwork.Logits, second.Forward());
        using (Engine third = second.Fork())
        {
            second.Dispose();
            Assert.Equal(TinyNetwork.Logits, third.Forward());
            if (OperatingSystem.IsLinux())
            {
                Assert.True(IsMapped(third.Weights));
            }
        }

        Assert.False(_file.IsHeld);
    }

    [Fact]
    public void AnEngineThatNobodyDisposesKeepsNoMapping()
    {
        Forget();
        for (int i = 0; i < 10 && _file.IsHeld; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(_file.IsHeld);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Forget() => Load().Forward();
    }

    [Fact]
    public void AnArrayIsNotNeededOnceItIsLoaded()
    {
        // One of eight has the alignment of the kernels by chance.
        for (int shift = 0; shift < 64; shift += 8)
        {
            byte[] bytes = [.. new byte[shift], .. Packed];
            using TinyBasic model = TinyBasic.Load(bytes.AsMemory(shift));
            Array.Clear(bytes);
            Assert.Equal(TinyNetwork.Logits, PackedBytes.Results(model));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(64, true)]
    [InlineData(32, false)]
    [InlineData(4, false)]
    [InlineData(1, false)]
    public void MemoryThatIsAlignedIsUsedInPlace(int shift, bool inPlace)
    {
        using NativeBytes bytes = new(Packed, shift);
        Engine engine = Engine.Load(TinyBasic.Network, TinyNetwork.Walk, bytes.Memory, threads: 1);
        Assert.Equal(inPlace, bytes.Contains(engine.Weights));
        Assert.Equal(inPlace ? 1 : 0, bytes.Pins);
        Assert.Equal(0, (nint)engine.Weights % 64);

        Engine fork = engine.Fork();
        engine.Dispose();
        Assert.Equal(inPlace ? 1 : 0, bytes.Pins);
        Assert.Equal(TinyNetwork.Logits, fork.Forward());
        fork.Dispose();
        Assert.Equal(0, bytes.Pins);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(8, false)]
    public void AnOwnerIsDisposedWithTheLastEngine(int shift, bool inPlace)
    {
        NativeBytes bytes = new(Packed, shift);
        Engine engine = Engine.Load(
            TinyBasic.Network,
            TinyNetwork.Walk,
            bytes.Start,
            Packed.Length,
            bytes,
            "a resource",
            threads: 1
        );
        Assert.Equal(!inPlace, bytes.IsDisposed);
        using (Engine fork = engine.Fork())
        {
            engine.Dispose();
            Assert.Equal(!inPlace, bytes.IsDisposed);
            Assert.Equal(TinyNetwork.Logits, fork.Forward());
        }

        Assert.True(bytes.IsDisposed);
    }

    [Fact]
    public void AnOwnerIsDisposedWhenLoadingFails()
    {
        NativeBytes cut = new(Packed.AsSpan(..^1));
        WeightFileException exception = Assert.Throws<WeightFileException>(() =>
            Engine.Load(
                TinyBasic.Network,
                TinyNetwork.Walk,
                cut.Start,
                Packed.Length - 1,
                cut,
                "a resource",
                threads: 1
            )
        );
        Assert.StartsWith("a resource: ", exception.Message, StringComparison.Ordinal);
        Assert.True(cut.IsDisposed);

        NativeBytes whole = new(Packed);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Engine.Load(
                TinyBasic.Network,
                TinyNetwork.Walk,
                whole.Start,
                Packed.Length,
                whole,
                "a resource",
                threads: 0
            )
        );
        Assert.True(whole.IsDisposed);

        NativeBytes foreign = new(PackedBytes.Of<TinyZeroPad>());
        Assert.Throws<WeightFileException>(() =>
            Engine.Load(
                TinyBasic.Network,
                TinyNetwork.Walk,
                foreign.Start,
                foreign.GetSpan().Length,
                foreign,
                "a resource",
                threads: 1
            )
        );
        Assert.True(foreign.IsDisposed);
    }

    [Fact]
    public void SafetensorsComeFromAPointerToo()
    {
        NativeBytes bytes = new(TinyNetwork.Safetensors);
        using Engine engine = Engine.Load(
            TinyBasic.Network,
            TinyNetwork.Walk,
            bytes.Start,
            TinyNetwork.Safetensors.Length,
            bytes,
            "a resource",
            threads: 1
        );
        Assert.True(bytes.IsDisposed);
        Assert.Equal(TinyNetwork.Logits, engine.Forward());
    }

    [Fact]
    public void AStreamOfMemoryIsUsedInPlace()
    {
        using NativeBytes bytes = new(Packed);
        UnmanagedMemoryStream stream = new(bytes.Start, Packed.Length);
        using (Engine engine = Engine.Load(TinyBasic.Network, TinyNetwork.Walk, stream, "a resource", threads: 1))
        {
            Assert.True(bytes.Contains(engine.Weights));
            Assert.True(stream.CanRead);
            Assert.Equal(TinyNetwork.Logits, engine.Forward());
        }

        Assert.False(stream.CanRead);
    }

    [Fact]
    public void AnyOtherStreamIsRead()
    {
        using FileStream stream = File.OpenRead(_file.Path);
        using Engine engine = Engine.Load(TinyBasic.Network, TinyNetwork.Walk, stream, "a stream", threads: 1);
        Assert.False(stream.CanRead);
        Assert.Equal(TinyNetwork.Logits, engine.Forward());
    }

    [Fact]
    public void StoredInHalfTheSizeAFileIsNotNeededOnceItIsLoaded()
    {
        using TemporaryFile file = new(PackedBytes.Of<TinyBasic>(WeightStorage.BF16), ".packed");
        using TinyBasic model = TinyBasic.Load(file.Path);
        Assert.False(file.IsHeld);
        PackedBytes.Results(model);
    }

    private Engine Load() => Engine.Load(TinyBasic.Network, TinyNetwork.Walk, _file.Path, threads: 1);

    private bool IsMapped(void* address) =>
        File.ReadLines("/proc/self/maps")
            .Any(line =>
            {
                if (!line.Contains(_file.Path, StringComparison.Ordinal))
                {
                    return false;
                }

                string[] range = line.Split(' ')[0].Split('-');
                return (ulong)address >= ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    && (ulong)address < ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            });
}
