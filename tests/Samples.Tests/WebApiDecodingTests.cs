using System.Net;
using ResNetGen.Samples.Tests.Support;
using static ResNetGen.Samples.Tests.Support.WebApi;

namespace ResNetGen.Samples.Tests;

/// <summary><c>samples/web-api</c> among pictures that take long to decode.</summary>
[Collection(Clients)]
public class WebApiDecodingTests
{
    [Fact]
    public async Task DecodingHasAnEnd()
    {
        using WebService service = Serve("--decodeSeconds 1 --maxPixels 169000000");
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
}
