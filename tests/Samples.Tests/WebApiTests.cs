using System.Net;
using System.Text.Json;
using ResNetGen.Imaging.Tests;
using ResNetGen.Package.Tests.Support;
using ResNetGen.Samples.Tests.Support;
using static ResNetGen.Samples.Tests.Support.WebApi;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/web-api</c>.</summary>
public class WebApiTests
{
    [Fact]
    public async Task PictureIsNamed()
    {
        using WebService service = Serve("");
        await NamesThePicture(service);
    }

    [Fact]
    public async Task PictureIsNamedByNativeCode()
    {
        string folder = Directory.CreateTempSubdirectory("resnetgen-web-").FullName;
        try
        {
            // What it references is built; to build it again would disturb whoever else builds now.
            CommandLine
                .Run(
                    Sample.Folder("web-api"),
                    null,
                    "dotnet",
                    ["publish", "-c", TestProject.Configuration, "-p:BuildProjectReferences=false", "-o", folder]
                )
                .Succeeded();
            using WebService service = WebService.Start(Path.Combine(folder, "WebApi"));
            await NamesThePicture(service);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task WhatIsWrongIsSaid()
    {
        using WebService service = Serve("--maxBytes 100000");
        await Refuses(
            service,
            HttpStatusCode.BadRequest,
            Body("no picture"u8.ToArray(), "image/png"),
            "expected a PNG, JPEG or BMP picture"
        );
        await Refuses(service, HttpStatusCode.BadRequest, Body([], "image/png"), "no bytes");
        byte[] large = PngWriter.WriteRaw(5000, 4000, PngWriter.Grey, 8, 0, []);
        await Refuses(
            service,
            HttpStatusCode.BadRequest,
            Body(large, "image/png"),
            "a PNG of 5000 x 4000 pixels, beyond the limit of 16777216 pixels"
        );
        MultipartFormDataContent noFile = new() { { new StringContent("x"), "x" } };
        await Refuses(service, HttpStatusCode.BadRequest, noFile, "0 files");
        await Refuses(
            service,
            HttpStatusCode.BadRequest,
            Body(Bag, "multipart/form-data; boundary=x"),
            "form cannot be read"
        );
        ByteArrayContent openQuote = new(Bag);
        Assert.True(openQuote.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=\""));
        await Refuses(service, HttpStatusCode.BadRequest, openQuote, "form cannot be read");
        string longBoundary = $"multipart/form-data; boundary={new string('x', 5000)}";
        await Refuses(service, HttpStatusCode.BadRequest, Body(Bag, longBoundary), "a boundary of 5000 characters");
        await Refuses(
            service,
            HttpStatusCode.BadRequest,
            Body(Bag, "multipart/form-data"),
            "a boundary of 0 characters"
        );
        MultipartFormDataContent twoFiles = new()
        {
            { Body(Bag, "image/png"), "a", "a.png" },
            { Body(Bag, "image/png"), "b", "b.png" },
        };
        await Refuses(service, HttpStatusCode.BadRequest, twoFiles, "2 files");
        await Refuses(service, HttpStatusCode.BadRequest, Form([]), "no bytes");
        byte[] noName = "--x\r\nContent-Type: image/png\r\n\r\na\r\n--x--\r\n"u8.ToArray();
        await Refuses(
            service,
            HttpStatusCode.BadRequest,
            Body(noName, "multipart/form-data; boundary=x"),
            "where form-data is expected"
        );
        byte[] noEnd = [.. "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n"u8, .. Bag];
        await Refuses(
            service,
            HttpStatusCode.BadRequest,
            Body(noEnd, "multipart/form-data; boundary=x"),
            "form cannot be read"
        );
        await Refuses(service, HttpStatusCode.BadRequest, Body(Bag, "image/png"), "top=11", "classify?top=11");
        await Refuses(service, HttpStatusCode.UnsupportedMediaType, Body(Bag, "application/json"), "application/json");
        await Refuses(
            service,
            HttpStatusCode.RequestEntityTooLarge,
            Body(new byte[100_001], "image/png"),
            "more than 100000 bytes"
        );
        await Refuses(service, HttpStatusCode.RequestEntityTooLarge, Form(new byte[100_001]), "more than 100000 bytes");
    }

    [Fact]
    public async Task FormBringsItsPictureWhereverItStarts()
    {
        using WebService service = Serve("");
        byte[] picture = Pictures.Noise(90_000);
        HttpResponseMessage plain = await service.Client.PostAsync("classify", Body(picture, "image/png"));
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        string expected = await plain.Content.ReadAsStringAsync();
        for (int more = 0; more < 5000; more += 97)
        {
            MultipartFormDataContent form = new()
            {
                { new StringContent(new string('a', more)), "before" },
                { Body(picture, "image/png"), "picture", "a.png" },
                { Body(new byte[more], "text/plain; charset=utf-7"), "behind" },
            };
            HttpResponseMessage answer = await service.Client.PostAsync("classify", form);
            Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task BusyServiceTurnsAwayAndRecovers()
    {
        using WebService service = Serve("--workers 1 --waiting 0 --maxPixels 50000000");

        // Little to send, and much to decode.
        byte[] blank = PngWriter.Write(10_000, PngWriter.Grey, 8, [.. Enumerable.Repeat(new byte[10_000], 5_000)]);
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => service.Client.PostAsync("classify", Body(blank, "image/png")))
        );
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        HttpResponseMessage refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "1"),
            (refused.StatusCode, refused.Headers.RetryAfter?.ToString())
        );
        Assert.Contains("busy", await refused.Content.ReadAsStringAsync());
        await NamesThePicture(service);
    }

    [Theory]
    [InlineData("--workers", "none")]
    [InlineData("--waiting", "-1")]
    [InlineData("--uploadBytes", "1000")]
    [InlineData("--uploadSeconds", "100000")]
    public void WrongSettingIsOneLine(string name, string value)
    {
        CommandLine run = CommandLine.Run(
            TestProject.Repository,
            null,
            "dotnet",
            Program,
            "--weights",
            Sample.Weights,
            name,
            value
        );
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"{name} {value}: a whole number", run.Error);
    }

    private static async Task NamesThePicture(WebService service)
    {
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("health")).StatusCode);
        foreach (
            HttpContent content in (HttpContent[])
                [Body(Bag, "image/png"), Body(Bag, "application/octet-stream"), Form(Bag)]
        )
        {
            HttpResponseMessage answer = await service.Client.PostAsync("classify?top=2", content);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            JsonElement guesses = JsonDocument
                .Parse(await answer.Content.ReadAsStringAsync())
                .RootElement.GetProperty("guesses");
            Assert.Equal(2, guesses.GetArrayLength());
            Assert.Equal(
                (8, "Bag"),
                (guesses[0].GetProperty("class").GetInt32(), guesses[0].GetProperty("label").GetString())
            );
            Assert.InRange(guesses[0].GetProperty("probability").GetDouble(), 0.9, 1);
        }
    }

    private static async Task Refuses(
        WebService service,
        HttpStatusCode status,
        HttpContent content,
        string error,
        string path = "classify"
    )
    {
        HttpResponseMessage answer = await service.Client.PostAsync(path, content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(error, JsonDocument.Parse(text).RootElement.GetProperty("error").GetString());
    }

    private static MultipartFormDataContent Form(byte[] file) =>
        new() { { Body(file, "image/png"), "picture", "bag.png" } };
}
