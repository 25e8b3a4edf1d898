using System.Diagnostics;
using ResNetGen.Samples.Tests.Support;
using static ResNetGen.Samples.Tests.Support.WebApi;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/web-api</c> where the memory for uploads runs out.</summary>
[Collection(Clients)]
public class WebApiMemoryTests
{
    [Fact]
    public async Task StalledUploadsGiveWayWhereMemoryRunsOut()
    {
        using WebService service = Serve(
            $"--workers 1 --waiting 0 --uploadSeconds {Never} --maxBytes 100000 --uploadBytes 200000"
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
        using WebService service = Serve($"--workers 1 --uploadSeconds {Never} --maxBytes 100000 --uploadBytes 200000");
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
        using WebService service = Serve(
            $"--workers 1 --waiting 5 --decodeSeconds {Never} --uploadSeconds {Never} --maxPixels 169000000 --maxBytes {slow.Length} --uploadBytes {slow.Length + 1000}"
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
}
