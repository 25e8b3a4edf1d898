using ResNetGen.Samples.Tests.Support;
using static ResNetGen.Samples.Tests.Support.WebApi;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/web-api</c> among clients that are silent, greedy, malformed or gone.</summary>
[Collection(Clients)]
public class WebApiConnectionTests
{
    [Fact]
    public async Task WhoLeavesIsNoFailure()
    {
        const string Chunked =
            "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n";
        string bag = string.Concat(Bag.Select(value => (char)value));
        string whole = Head("image/png", Bag.Length) + bag;
        string refused = Head("image/gif", 100_000) + bag;
        string[] sent =
        [
            "",
            "POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: ",
            Head("image/png", 100_000),
            Head("image/png", 100_000) + bag,
            $"{Chunked}{Bag.Length + 100:x}\r\n{bag}",
            $"{Chunked}1\r\na\r\n0\r\nX: ",
            Head("multipart/form-data; boundary=x", 100_000) + "--x\r\nContent-Disposition: form-data; name=a",
            refused,
            $"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{bag}",
            whole,
            string.Concat(Enumerable.Repeat(whole, 20)),
        ];

        using WebService service = Serve("");
        foreach (string text in Enumerable.Repeat(sent, 5).SelectMany(all => all))
        {
            using (RawClient reset = new(service))
            {
                await reset.SendAsync(text);
                reset.Reset();
            }

            using (RawClient closed = new(service))
            {
                await closed.SendAsync(text);
            }

            using RawClient half = new(service);
            await half.SendAsync(text);
            half.Finish();
        }

        // A moment later, when the service waits for the rest.
        for (int i = 0; i < 300; i++)
        {
            using RawClient late = new(service);
            await late.SendAsync(Head("image/png", 100_000) + (i % 2 == 0 ? bag : ""));
            await Task.Delay(i % 3);
            late.Reset();
        }

        // In the midst of the answers, and with a part of the upload unread.
        foreach (string text in Enumerable.Repeat<string[]>([sent[^1], refused], 20).SelectMany(all => all))
        {
            using RawClient reader = new(service);
            await reader.SendAsync(text);
            Assert.Equal("H", await reader.ReadAsync(1));
            reader.Reset();
        }

        await NamesTheBag(service);
        await LoggedNothingWrong(service);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    public async Task MalformedChunksAreRefused(string size)
    {
        using WebService service = Serve("");
        using RawClient client = new(service);
        await client.SendAsync(
            $"POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n"
        );
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await client.ReadAsync(1000));
        await LoggedNothingWrong(service);
    }

    [Theory]
    [InlineData("")]
    [InlineData("POST /classify HTTP/1.1\r\nHost: x\r\nX: ")]
    public async Task SilentConnectionsAreClosed(string start)
    {
        using WebService service = Serve("--idleSeconds 1");
        using RawClient silent = new(service);
        await silent.SendAsync(start);
        string answer = await silent.ReadAnswerAsync();
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
        await LoggedNothingWrong(service);
    }

    [Fact]
    public async Task ConnectionsAreBounded()
    {
        using WebService service = Serve($"--connections 2 --idleSeconds {Never}");
        RawClient[] first = [new(service), new(service)];
        foreach (RawClient client in first)
        {
            await client.SendAsync("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal("HTTP/1.1 200", await client.ReadAsync(12));
        }

        using (RawClient third = new(service))
        {
            Assert.Equal("", await third.ReadAnswerAsync());
        }

        first[0].Dispose();
        await PostUntil(service, Bag, "200 ");
        first[1].Dispose();
    }
}
