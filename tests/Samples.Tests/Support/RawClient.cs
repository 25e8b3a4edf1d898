using System.Net.Sockets;
using System.Text;

namespace ResNetGen.Samples.Tests.Support;

/// <summary>A client that speaks HTTP as badly as a test likes.</summary>
internal sealed class RawClient : IDisposable
{
    private const string EndOfChunks = "\r\n0\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _connection;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    public RawClient(WebService service)
    {
        Uri address = service.Client.BaseAddress!;
        _connection = new TcpClient(address.Host, address.Port) { NoDelay = true };
        _stream = _connection.GetStream();
        _reader = new StreamReader(_stream, Encoding.Latin1);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    /// <summary>Sends the head of a request and waits until the service reads its body.</summary>
    /// <param name="fields">Lines of the head, on the body.</param>
    public async Task BeginUploadAsync(string fields)
    {
        await SendAsync($"POST /classify HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n{fields}\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue", await _reader.ReadLineAsync());
        Assert.Equal("", await _reader.ReadLineAsync());
    }

    /// <summary>The answer to its end, or as much of it as comes before the service closes the connection.</summary>
    public async Task<string> ReadAnswerAsync()
    {
        StringBuilder answer = new();
        char[] part = new char[4096];
        try
        {
            while (
                !answer.ToString().EndsWith(EndOfChunks, StringComparison.Ordinal)
                && await _reader.ReadAsync(part).AsTask().WaitAsync(Patience) is > 0 and int length
            )
            {
                answer.Append(part, 0, length);
            }
        }
        catch (IOException)
        {
            // Closed with bytes of the upload unread, which the system tells by a reset.
        }

        return answer.ToString();
    }

    /// <summary>Some of the answer.</summary>
    public async Task<string> ReadAsync(int most)
    {
        char[] part = new char[most];
        return new string(part, 0, await _reader.ReadAsync(part));
    }

    /// <summary>Leaves as a program that is killed does.</summary>
    public void Reset()
    {
        _connection.LingerState = new LingerOption(enable: true, seconds: 0);
        Dispose();
    }

    /// <summary>Sends no more, and waits for an answer.</summary>
    public void Finish() => _connection.Client.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _reader.Dispose();
        _connection.Dispose();
    }
}
