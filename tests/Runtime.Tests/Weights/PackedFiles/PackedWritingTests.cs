using System.Runtime.Versioning;
using ResNetGen.Runtime.Tests.Agreement;
using ResNetGen.Runtime.Tests.Execution;
using ResNetGen.Tests.Support;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Weights;

/// <summary>A packed file is there whole or not at all, and in the place of nothing else.</summary>
public sealed class PackedWritingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("packed-").FullName;
    private readonly string _source;
    private readonly string _target;

    public PackedWritingTests()
    {
        _source = Path.Combine(_directory, "x.safetensors");
        _target = Path.Combine(_directory, "x.packed");
        File.WriteAllBytes(_source, TinyNetwork.Safetensors);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void OnlyTheFileIsThere()
    {
        Progress progress = new();
        PackedWeights.Pack<TinyBasic>(_source, _target, progress: progress);
        Assert.Equal(PackedBytes.Of<TinyBasic>(), File.ReadAllBytes(_target));
        CheckFiles(_source, _target);

        Assert.Equal(TinyBasic.Network.Layers.Count(layer => layer.HasWeights), progress.Shares.Count);
        Assert.Equal(progress.Shares.Order(), progress.Shares);
        Assert.Equal(1, progress.Shares[^1]);
    }

    // Linux keeps in one large page what is written so: 2 MiB from a multiple of 2 MiB.
    [Fact]
    public void AFileIsWrittenInLargePages()
    {
        const int Page = 2 << 20;
        ModelInfo network = LargePages.Network;
        using SafetensorsFile weights = SafetensorsFile.FromBytes(DeterministicWeights.Safetensors(network));
        using Written stream = new();
        PackedWriter.Write(network, weights, WeightStorage.F32, null, stream, null, default);

        Assert.Equal(PackedBytes.Of<LargePages>(), stream.ToArray());
        long whole = stream.Length / Page;
        Assert.True(whole > 1);
        Assert.Equal(
            Enumerable.Range(0, (int)whole).Select(page => ((long)page * Page, Page)),
            stream.Pieces.Take((int)whole)
        );

        // The rest, and the header, which is known last.
        Assert.Equal([(whole * Page, (int)(stream.Length % Page))], stream.Pieces.Skip((int)whole).Take(1));
        Assert.Equal(0, stream.Pieces[^1].Position);
        Assert.Equal(whole + 2, stream.Pieces.Count);
    }

    [Fact]
    public void APackedFileIsReplacedWhileItIsUsed()
    {
        PackedWeights.Pack<TinyBasic>(_source, _target);
        using TinyBasic old = TinyBasic.Load(_target);
        if (OperatingSystem.IsWindows())
        {
            Assert.ThrowsAny<SystemException>(() =>
                PackedWeights.Pack<TinyBasic>(_source, _target, WeightStorage.BF16)
            );
        }
        else
        {
            PackedWeights.Pack<TinyBasic>(_source, _target, WeightStorage.BF16);
            Assert.Equal(WeightStorage.BF16, PackedWeights.Verify(_target).Storage);
        }

        Assert.Equal(TinyNetwork.Logits, PackedBytes.Results(old));
        CheckFiles(_source, _target);
    }

    [FactNeeding(Needs.Unix, "files have other permissions")]
    [UnsupportedOSPlatform("windows")]
    public void AReplacedFileKeepsItsPermissions()
    {
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        PackedWeights.Pack<TinyBasic>(_source, _target);
        File.SetUnixFileMode(_target, Mine);
        PackedWeights.Pack<TinyBasic>(_source, _target, WeightStorage.BF16);
        Assert.Equal(Mine, File.GetUnixFileMode(_target));
    }

    [Theory]
    [InlineData("x.safetensors")]
    [InlineData("./x.safetensors")]
    [InlineData("x/../x.safetensors")]
    [InlineDataNeeding(Needs.Unix, "link")]
    [InlineData("notes.txt")]
    public void NothingElseIsReplaced(string name)
    {
        File.WriteAllText(Path.Combine(_directory, "notes.txt"), new string('x', 100));
        Directory.CreateDirectory(Path.Combine(_directory, "x"));
        if (name == "link")
        {
            File.CreateSymbolicLink(Path.Combine(_directory, name), _source);
        }

        string path = Path.Combine(_directory, name);
        byte[] before = File.ReadAllBytes(path);
        string[] files = Directory.GetFiles(_directory);
        IOException exception = Assert.Throws<IOException>(() => PackedWeights.Pack<TinyBasic>(_source, path));
        Assert.Equal(
            $"{path}: there is a file already, and it is no packed one. Delete it, or choose another name.",
            exception.Message
        );
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(files.Order(), Directory.GetFiles(_directory).Order());
    }

    /// <summary>There is nothing to lose, and <c>mktemp</c> makes such files.</summary>
    [Fact]
    public void AnEmptyFileIsReplaced()
    {
        File.WriteAllText(_target, "");
        PackedWeights.Pack<TinyBasic>(_source, _target);
        PackedWeights.Verify(_target);
    }

    [FactNeeding(Needs.Unix, "links need a permission")]
    public void ALinkIsFollowed()
    {
        string link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, _target);
        PackedWeights.Pack<TinyBasic>(_source, link);
        PackedWeights.Pack<TinyBasic>(_source, link);
        Assert.Equal(_target, new FileInfo(link).LinkTarget);
        PackedWeights.Verify(_target);
        CheckFiles(_source, _target, link);
    }

    [Fact]
    public void ADirectoryIsNoPlace()
    {
        IOException exception = Assert.Throws<IOException>(() => PackedWeights.Pack<TinyBasic>(_source, _directory));
        Assert.Equal($"{_directory}: this is a directory, where the name of a file is expected.", exception.Message);
        string missing = Path.Combine(_directory, "no", "x.packed");
        DirectoryNotFoundException none = Assert.Throws<DirectoryNotFoundException>(() =>
            PackedWeights.Pack<TinyBasic>(_source, missing)
        );
        Assert.Equal($"{missing}: there is no such directory. Make it first.", none.Message);
        CheckFiles(_source);
    }

    [Fact]
    public void ANameMayBeAsLongAsNamesCanBe()
    {
        string path = Path.Combine(_directory, new string('x', 255));
        PackedWeights.Pack<TinyBasic>(_source, path);
        CheckFiles(_source, path);
    }

    [Fact]
    public void AnErrorNamesTheTarget()
    {
        // As a full disk says it; the name of the stream is that of the temporary file.
        IOException full = Assert.Throws<IOException>(() =>
            TargetFile.Write(
                _target,
                Replaceable.Packed,
                stream => throw new IOException($"No space left on device : '{stream.Name}'")
            )
        );
        Assert.Equal($"No space left on device : '{_target}'", full.Message);
        CheckFiles(_source);
    }

    /// <summary>Whichever of several files cannot be moved, those before it are as they were.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FilesAreMovedTogetherOrNotAtAll(bool isThere)
    {
        string first = Path.Combine(_directory, "first");
        string second = Path.Combine(_directory, "second");
        if (isThere)
        {
            File.WriteAllText(first, "old");
        }

        using (TargetFile one = new(first, Replaceable.Any, stream => stream.Write("new"u8)))
        using (TargetFile two = new(second, Replaceable.Any, stream => stream.Write("new"u8)))
        {
            Directory.CreateDirectory(second);
            Assert.ThrowsAny<SystemException>(() => TargetFile.Move([one, two]));
        }

        Assert.Equal(isThere ? "old" : null, File.Exists(first) ? File.ReadAllText(first) : null);
        Directory.Delete(second);
        CheckFiles(isThere ? [_source, first] : [_source]);
    }

    /// <summary>What the first one replaces is copied before it is moved.</summary>
    [Fact]
    public void NothingStaysOfFilesThatCannotBeMoved()
    {
        string first = Path.Combine(_directory, "first");
        File.WriteAllText(first, "old");
        using (TargetFile one = new(first, Replaceable.Any, stream => stream.Write("new"u8)))
        using (TargetFile two = new(_target, Replaceable.Any, stream => stream.Write("new"u8)))
        {
            File.Delete(one.Temporary);
            IOException missing = Assert.ThrowsAny<IOException>(() => TargetFile.Move([one, two]));
            Assert.DoesNotContain(TargetFile.Unfinished, missing.Message);
        }

        Assert.Equal("old", File.ReadAllText(first));
        CheckFiles(_source, first);
    }

    [Fact]
    public void SeveralFilesReplaceThoseThatAreThere()
    {
        string[] paths = [Path.Combine(_directory, "first"), Path.Combine(_directory, "second")];
        File.WriteAllText(paths[0], "old");
        using (TargetFile one = new(paths[0], Replaceable.Any, stream => stream.Write("new"u8)))
        using (TargetFile two = new(paths[1], Replaceable.Any, stream => stream.Write("new"u8)))
        {
            TargetFile.Move([one, two]);
        }

        Assert.All(paths, path => Assert.Equal("new", File.ReadAllText(path)));
        CheckFiles(_source, paths[0], paths[1]);
    }

    [Fact]
    public void WeightsThatAreWrongLeaveThePlaceAsItWas()
    {
        PackedWeights.Pack<TinyBasic>(_source, _target);
        byte[] before = File.ReadAllBytes(_target);

        // No number in the last tensor: wrong only when all others are packed.
        byte[] notFinite = [.. TinyNetwork.Safetensors];
        BitConverter.TryWriteBytes(notFinite.AsSpan(^sizeof(float)..), float.NaN);
        File.WriteAllBytes(_source, notFinite);
        Assert.Throws<WeightFileException>(() => PackedWeights.Pack<TinyBasic>(_source, _target));

        Assert.Throws<WeightMismatchException>(() => PackedWeights.Pack<TinyZeroPad>(_source, _target));
        Assert.Throws<WeightFileException>(() => PackedWeights.Pack<TinyBasic>(_source + "x", _target));
        Assert.Contains(
            "this is a packed file, not safetensors",
            Assert.Throws<WeightFileException>(() => PackedWeights.Pack<TinyBasic>(_target, _target)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(before, File.ReadAllBytes(_target));
        CheckFiles(_source, _target);
    }

    [Fact]
    public void WorkThatIsCancelledLeavesNothing()
    {
        using CancellationTokenSource cancel = new();
        Progress progress = new(share => cancel.Cancel());
        Assert.Throws<OperationCanceledException>(() =>
            PackedWeights.Pack<TinyBasic>(_source, _target, progress: progress, cancellationToken: cancel.Token)
        );
        Assert.Single(progress.Shares);
        CheckFiles(_source);
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            "storage",
            () => PackedWeights.Pack<TinyBasic>(_source, _target, (WeightStorage)3)
        );
        Assert.Throws<ArgumentNullException>("network", () => PackedWeights.Pack(null!, _source, _target));
        Assert.Throws<ArgumentNullException>("path", () => PackedWeights.Pack<TinyBasic>(null!, _target));
        Assert.Throws<ArgumentException>("packed", () => PackedWeights.Pack<TinyBasic>(_source, ""));
        Assert.Throws<ArgumentNullException>("path", () => PackedWeights.Verify(null!));
    }

    private void CheckFiles(params string[] expected) =>
        Assert.Equal(expected.Order(), Directory.GetFileSystemEntries(_directory).Order());

    private sealed class Written : MemoryStream
    {
        public List<(long Position, int Length)> Pieces { get; } = [];

        public override void Write(byte[] buffer, int offset, int count)
        {
            Pieces.Add((Position, count));
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Pieces.Add((Position, buffer.Length));
            base.Write(buffer);
        }
    }

    private sealed class Progress(Action<double>? action = null) : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value)
        {
            Shares.Add(value);
            action?.Invoke(value);
        }
    }
}
