namespace ResNetGen.Generator.Tests.Snapshots;

/// <summary>Deleted together with the helper.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task EqualTextPasses() => Verify("one\ntwo");

    [Theory]
    [InlineData(50, "a/b")]
    public Task ParametersAreInTheName(int depth, string name) => Verify($"{depth} {name}").UseParameters(depth, name);

    [Fact]
    public async Task DifferenceFailsAndLeavesTheReceivedText()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one\ntwo");

        VerifyException exception = await Assert.ThrowsAsync<VerifyException>(() => VerifyHere("one\nthree"));

        Assert.Contains("NotEqual", exception.Message);
        Assert.Contains("received: three", exception.Message);
        Assert.Equal("one\nthree", await File.ReadAllTextAsync(PathOf("received")));
        Assert.Equal("one\ntwo", await File.ReadAllTextAsync(PathOf("verified")));
    }

    [Fact]
    public async Task TextWithoutASnapshotFailsAndIsReceived()
    {
        VerifyException exception = await Assert.ThrowsAsync<VerifyException>(() => VerifyHere("one"));

        Assert.Contains("New", exception.Message);
        Assert.True(File.Exists(PathOf("received")));
    }

    [Fact]
    public async Task SuccessRemovesTheReceivedText()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one");
        await File.WriteAllTextAsync(PathOf("received"), "two");

        await VerifyHere("one");

        Assert.False(File.Exists(PathOf("received")));
    }

    [Fact]
    public async Task LineEndingsMakeNoDifference()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one\r\ntwo\r\n");

        await VerifyHere("one\ntwo\n");
    }

    [Fact]
    public async Task WhiteSpaceMakesADifference()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one");

        await Assert.ThrowsAsync<VerifyException>(() => VerifyHere("one\n"));
    }

    private Task VerifyHere(string text) =>
        Verify(text, "cs", Path.Combine(_folder, "Emitted.cs"), "Method").DisableDiff();

    private string PathOf(string kind) => Path.Combine(_folder, $"Emitted.Method.{kind}.cs");
}
