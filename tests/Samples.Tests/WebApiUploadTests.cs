using ResNetGen.Samples.Tests.Support;
using static ResNetGen.Samples.Tests.Support.WebApi;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/web-api</c> among clients whose uploads are slow.</summary>
[Collection(Clients)]
public class WebApiUploadTests
{
    /// <summary>
    /// Ways to begin an upload: lines of the head, the first bytes, and those that go on without an end.
    /// </summary>
    public static TheoryData<string, string, string> Uploads { get; } =
        new()
        {
            { "Content-Type: image/png\r\nContent-Length: 1000000", "", "a" },
            { "Content-Type: image/png\r\nTransfer-Encoding: chunked", "", "1\r\na\r\n" },
            { "Content-Type: image/png\r\nTransfer-Encoding: chunked", "0\r\n", "X: a\r\n" },
            { "Content-Type: image/png\r\nTransfer-Encoding: chunked", "1", ";" },
            {
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000",
                "--x\r\nContent-Disposition: form-data; ",
                "a"
            },
            { "Content-Type: image/png\r\nContent-Length: 1000000", "", "" },
        };

    [Fact]
    public async Task SlowUploadsTakeNobodysPlace()
    {
        using WebService service = Serve($"--workers 1 --waiting 0 --uploadSeconds {Never}");
        List<RawClient> slow = [];
        foreach (object[] upload in Enumerable.Repeat(Uploads, 5).SelectMany(uploads => uploads))
        {
            slow.Add(new RawClient(service));
            await slow[^1].BeginUploadAsync((string)upload[0]);
            await slow[^1].SendAsync($"{upload[1]}{upload[2]}");
        }

        await NamesTheBag(service);
        slow.ForEach(client => client.Dispose());
    }

    [Theory]
    [MemberData(nameof(Uploads))]
    public async Task LateUploadIsAnswered(string fields, string start, string rest)
    {
        using WebService service = Serve("--uploadSeconds 1");
        using RawClient slow = new(service);
        await slow.BeginUploadAsync(fields);
        await slow.SendAsync(start);
        Task<string> answer = slow.ReadAnswerAsync();
        try
        {
            while (!answer.IsCompleted)
            {
                await slow.SendAsync(rest);
                await Task.Delay(20);
            }
        }
        catch (IOException)
        {
            // The service has closed the connection.
        }

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await answer);
        Assert.Contains("\r\nConnection: close\r\n", await answer);
        Assert.Contains("bytes of the upload came in within 1 s, and not its end.", await answer);
        slow.Reset();
        await NamesTheBag(service);
        await LoggedNothingWrong(service);
    }
}
