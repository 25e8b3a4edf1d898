using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using ResNetGen.Samples.Tests.Support;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/web-api</c> among clients that are slow, silent, greedy or gone.</summary>
public class WebApiClientTests
{
    private const string Never = "3600";

    private static readonly string Program = Sample.Built("web-api", "WebApi.dll");

    private static readonly byte[] Bag = File.ReadAllBytes(Sample.Picture("bag"));

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
        using WebService service = WebService.Start(
            "dotnet",
            Program,
            "--workers",
            "1",
            "--waiting",
            "0",
            "--uploadSeconds",
            Never
        );
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
        using WebService service = WebService.Start("dotnet", Program, "--uploadSeconds", "1");
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

    [Fact]
    public async Task StalledUploadsGiveWayWhereMemoryRunsOut()
    {
        using WebService service = WebService.Start(
            "dotnet",
            Program,
            "--workers",
            "1",
            "--waiting",
            "0",
            "--uploadSeconds",
            Never,
            "--maxBytes",
            "100000",
            "--uploadBytes",
            "200000"
        );
        RawClient[] stalled = [new(service), new(service)];
        foreach (RawClient client in stalled)
        {
            await client.BeginUploadAsync("Content-Type: image/png\r\nContent-Length: 100000");
            await client.SendAsync(new byte[99_999]);
        }

        await PostUntil(service, Pictures.Noise(90_000), "200 ");
        string answer = await await Task.WhenAny(stalled.Select(client => client.ReadAnswerAsync()));
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", answer);
        Assert.Contains("whose memory is full", answer);
        foreach (RawClient client in stalled)
        {
            client.Reset();
        }

        await LoggedNothingWrong(service);
    }

    [Fact]
    public async Task WhatStalledLongestGivesWayFirst()
    {
        using WebService service = WebService.Start(
            "dotnet",
            Program,
            "--workers",
            "1",
            "--uploadSeconds",
            Never,
            "--maxBytes",
            "100000",
            "--uploadBytes",
            "200000"
        );
        using RawClient first = new(service);
        await first.BeginUploadAsync("Content-Type: image/png\r\nContent-Length: 95000");
        await first.SendAsync(new byte[90_000]);
        using RawClient longest = new(service);
        await longest.BeginUploadAsync("Content-Type: image/png\r\nContent-Length: 100000");
        await longest.SendAsync(new byte[99_000]);
        await Task.Delay(1000);
        await first.SendAsync(new byte[1000]);

        // Until both have stalled.
        await Task.Delay(3000);
        await PostUntil(service, Pictures.Noise(90_000), "200 ");
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", await longest.ReadAnswerAsync());
        await first.SendAsync(new byte[4000]);
        Assert.StartsWith("HTTP/1.1 400 ", await first.ReadAnswerAsync());
    }

    [Fact]
    public async Task StalledUploadStaysWhereItsMemoryIsTooLittle()
    {
        byte[] slow = SlowJpeg.Write(13_000);
        using WebService service = WebService.Start(
            "dotnet",
            Program,
            "--workers",
            "1",
            "--waiting",
            "5",
            "--decodeSeconds",
            Never,
            "--uploadSeconds",
            Never,
            "--maxPixels",
            "169000000",
            "--maxBytes",
            $"{slow.Length}",
            "--uploadBytes",
            $"{slow.Length + 1000}"
        );
        using RawClient stalled = new(service);
        await stalled.BeginUploadAsync($"Content-Type: image/png\r\nContent-Length: {Bag.Length}");
        await stalled.SendAsync(Bag[..500]);
        using RawClient decoded = new(service);
        await decoded.SendAsync(Head("image/jpeg", slow.Length));
        await decoded.SendAsync(slow);
        await Task.Delay(2000);
        await PostUntil(service, Pictures.Noise(10_000), "503 {\"error\":\"The memory for uploads is full");
        decoded.Reset();
        await PostUntil(service, Pictures.Noise(10_000), "200 ");
        await stalled.SendAsync(Bag[500..]);
        Assert.Contains("\"Bag\"", await stalled.ReadAnswerAsync());
        await LoggedNothingWrong(service);
    }

    [Fact]
    public async Task MemoryForUploadsIsAShareOfWhatThereIs()
    {
        // A quarter of 96 MiB: the largest upload, and little more.
        const int MaxBytes = 25_000_000;
        using WebService service = WebService.Start(
            "dotnet",
            [new("DOTNET_GCHeapHardLimit", $"{96 << 20:x}")],
            Program,
            "--workers",
            "1",
            "--waiting",
            "1000",
            "--uploadSeconds",
            Never,
            "--maxBytes",
            $"{MaxBytes}"
        );
        using RawClient large = new(service);
        await large.BeginUploadAsync($"Content-Type: image/png\r\nContent-Length: {MaxBytes}");
        await large.SendAsync(new byte[MaxBytes - 1]);

        // Whichever asks last is refused, and once the large one has stalled it gives way.
        Task<string> answer = large.ReadAnswerAsync();
        Stopwatch time = Stopwatch.StartNew();
        while (!answer.IsCompleted)
        {
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(30), "Both have memory.");
            using HttpResponseMessage other = await service.Client.PostAsync("classify", Body(new byte[500_000]));
        }

        Assert.Matches("memory (for uploads )?is full", await answer);
    }

    [Fact]
    public async Task UploadHoldsMemoryUntilItsCallerLeaves()
    {
        byte[] slow = SlowJpeg.Write(13_000);
        string most = $"{slow.Length + 1000}";
        using WebService service = WebService.Start(
            "dotnet",
            Program,
            "--workers",
            "1",
            "--waiting",
            "1",
            "--decodeSeconds",
            Never,
            "--maxBytes",
            most,
            "--uploadBytes",
            most,
            "--maxPixels",
            "169000000"
        );
        using RawClient decoded = new(service);
        await decoded.SendAsync(Head("image/jpeg", slow.Length));
        await decoded.SendAsync(slow);

        // The service has it before another one comes, which would hold the memory in its place.
        await Task.Delay(TimeSpan.FromSeconds(1));

        // A request may wait, but the picture that is decoded holds the memory.
        byte[] other = Pictures.Noise(slow.Length - 1000);
        await PostUntil(service, other, "503 {\"error\":\"The memory for uploads is full");
        decoded.Reset();
        await PostUntil(service, other, "200 ");
        await LoggedNothingWrong(service);
    }

    [Fact]
    public async Task DecodingHasAnEnd()
    {
        using WebService service = WebService.Start(
            "dotnet",
            Program,
            "--decodeSeconds",
            "1",
            "--maxPixels",
            "169000000"
        );
        HttpResponseMessage answer = await service.Client.PostAsync("classify", Body(SlowJpeg.Write(13_000)));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("not decoded within 1 s", await answer.Content.ReadAsStringAsync());
        await NamesTheBag(service);
    }

    [Fact]
    public async Task DecodingTakesNoThreadFromOthers()
    {
        using WebService service = WebService.Start(
            "dotnet",
            [new("DOTNET_ThreadPool_ForceMinWorkerThreads", "1"), new("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1")],
            Program,
            "--workers",
            "1",
            "--waiting",
            "0",
            "--decodeSeconds",
            Never,
            "--maxPixels",
            "169000000"
        );
        byte[] slow = SlowJpeg.Write(13_000);
        RawClient[] clients = [new(service), new(service)];
        foreach (RawClient client in clients)
        {
            await client.SendAsync(Head("image/jpeg", slow.Length));
            await client.SendAsync(slow);
        }

        // With the one thread in the decoder, the other could not be told so.
        string answer = await await Task.WhenAny(clients.Select(client => client.ReadAnswerAsync()));
        Assert.Contains("All workers are busy", answer);
        foreach (RawClient client in clients)
        {
            client.Reset();
        }

        await PostUntil(service, Bag, "200 ");
    }

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

        using WebService service = WebService.Start("dotnet", Program);
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
        using WebService service = WebService.Start("dotnet", Program);
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
        using WebService service = WebService.Start("dotnet", Program, "--idleSeconds", "1");
        using RawClient silent = new(service);
        await silent.SendAsync(start);
        string answer = await silent.ReadAnswerAsync();
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
        await LoggedNothingWrong(service);
    }

    [Fact]
    public async Task ConnectionsAreBounded()
    {
        using WebService service = WebService.Start("dotnet", Program, "--connections", "2", "--idleSeconds", Never);
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

    /// <summary>
    /// Posts a picture until the answer is the expected one: what its clients do, the service learns a moment later.
    /// </summary>
    private static async Task PostUntil(WebService service, byte[] picture, string expected)
    {
        Stopwatch time = Stopwatch.StartNew();
        string answer = "";
        while (!answer.StartsWith(expected, StringComparison.Ordinal))
        {
            Assert.True(
                time.Elapsed < TimeSpan.FromSeconds(30),
                $"'{expected}' is expected for half a minute, and '{answer}' comes."
            );
            await Task.Delay(10);
            try
            {
                using HttpResponseMessage response = await service.Client.PostAsync("classify", Body(picture));
                answer = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
            }
            catch (HttpRequestException none)
            {
                answer = none.Message;
            }
        }
    }

    private static string Head(string type, int length) =>
        $"POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n";

    private static async Task NamesTheBag(WebService service)
    {
        using HttpResponseMessage answer = await service.Client.PostAsync("classify", Body(Bag));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"Bag\"", await answer.Content.ReadAsStringAsync());
    }

    private static async Task LoggedNothingWrong(WebService service)
    {
        await service.StopAsync();
        string[] signs = ["fail:", "crit:", "error", "exception"];
        Assert.DoesNotContain(
            service.Log,
            line => signs.Any(sign => line.Contains(sign, StringComparison.OrdinalIgnoreCase))
        );
    }

    private static ByteArrayContent Body(byte[] picture)
    {
        ByteArrayContent content = new(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}
