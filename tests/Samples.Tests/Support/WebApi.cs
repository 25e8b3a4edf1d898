using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace ResNetGen.Samples.Tests.Support;

/// <summary><c>samples/web-api</c>, and what its clients send and expect.</summary>
internal static class WebApi
{
    /// <summary>Classes of one collection run one after the other: their clients load the machine.</summary>
    public const string Clients = "clients of the web API";

    /// <summary>Seconds that no test takes.</summary>
    public const string Never = "3600";

    public static readonly string Program = Sample.Built("web-api", "WebApi.dll");

    public static readonly byte[] Bag = File.ReadAllBytes(Sample.Picture("bag"));

    /// <summary>Starts the service by <c>dotnet</c>.</summary>
    /// <param name="settings">Its settings, with blanks between them.</param>
    public static WebService Serve(string settings = "") =>
        WebService.Start("dotnet", [Program, .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>
    /// Posts a picture until the answer is the expected one: what its clients do, the service learns a moment later.
    /// </summary>
    public static async Task PostUntil(WebService service, byte[] picture, string expected)
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

    public static string Head(string type, int length) =>
        $"POST /classify HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n";

    public static async Task NamesTheBag(WebService service)
    {
        using HttpResponseMessage answer = await service.Client.PostAsync("classify", Body(Bag));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"Bag\"", await answer.Content.ReadAsStringAsync());
    }

    public static async Task LoggedNothingWrong(WebService service)
    {
        await service.StopAsync();
        string[] signs = ["fail:", "crit:", "error", "exception"];
        Assert.DoesNotContain(
            service.Log,
            line => signs.Any(sign => line.Contains(sign, StringComparison.OrdinalIgnoreCase))
        );
    }

    public static ByteArrayContent Body(byte[] bytes, string type = "application/octet-stream")
    {
        ByteArrayContent content = new(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
