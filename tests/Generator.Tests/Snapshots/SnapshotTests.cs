namespace ResNetGen.Generator.Tests.Snapshots;

/// <summary>Deleted together with the helper.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Equal_text_passes() => Verify("one\ntwo");

    [Theory]
    [InlineData(50, "a/b")]
    public Task Parameters_are_in_the_name(int depth, string name) =>
        Verify($"{depth} {name}").UseParameters(depth, name);

    [Fact]
    public async Task Difference_fails_and_leaves_the_received_text()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one\ntwo");

        VerifyException exception = await Assert.ThrowsAsync<VerifyException>(() => VerifyHere("one\nthree"));

        Assert.Contains("NotEqual", exception.Message);
        Assert.Contains("received: three", exception.Message);
        Assert.Equal("one\nthree", await File.ReadAllTextAsync(PathOf("received")));
        Assert.Equal("one\ntwo", await File.ReadAllTextAsync(PathOf("verified")));
    }

    [Fact]
    public async Task Text_without_a_snapshot_fails_and_is_received()
    {
        VerifyException exception = await Assert.ThrowsAsync<VerifyException>(() => VerifyHere("one"));

        Assert.Contains("New", exception.Message);
        Assert.True(File.Exists(PathOf("received")));
    }

    [Fact]
    public async Task Success_removes_the_received_text()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one");
        await File.WriteAllTextAsync(PathOf("received"), "two");

        await VerifyHere("one");

        Assert.False(File.Exists(PathOf("received")));
    }

    [Fact]
    public async Task Line_endings_make_no_difference()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one\r\ntwo\r\n");

        await VerifyHere("one\ntwo\n");
    }

    [Fact]
    public async Task White_space_makes_a_difference()
    {
        await File.WriteAllTextAsync(PathOf("verified"), "one");

        await Assert.ThrowsAsync<VerifyException>(() => VerifyHere("one\n"));
    }

    private Task VerifyHere(string text) =>
        Verify(text, "cs", Path.Combine(_folder, "Emitted.cs"), "Method").DisableDiff();

    private string PathOf(string kind) => Path.Combine(_folder, $"Emitted.Method.{kind}.cs");
}
