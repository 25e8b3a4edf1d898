using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Samples.WebApi;

/// <summary>The body of a request, in memory until it is disposed.</summary>
internal sealed class Upload : IDisposable
{
    private readonly UploadMemory _memory;
    private readonly Settings _settings;
    private readonly CancellationTokenSource _end;
    private int _length;
    private int _paceLength;
    private volatile bool _gaveWay;

    private Upload(UploadMemory memory, Settings settings, CancellationToken stop)
    {
        (_memory, _settings) = (memory, settings);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _end.CancelAfter(TimeSpan.FromSeconds(settings.UploadSeconds));
        Bytes = _memory.Add(this);
    }

    /// <summary>How long an upload may take for a piece of what it has to send.</summary>
    public static TimeSpan PaceTime { get; } = TimeSpan.FromSeconds(1);

    /// <summary>All that was sent and is kept.</summary>
    public BlockBuffer Bytes { get; }

    /// <summary>When it last kept pace. For <see cref="UploadMemory"/>.</summary>
    public long PaceTick { get; set; }

    // Bytes within the time: the pace at which the largest upload would be there in time.
    private int Pace => Math.Max(1, (int)(_settings.MaxBytes * PaceTime.TotalSeconds / _settings.UploadSeconds));

    /// <summary>Waits for the whole body.</summary>
    /// <param name="request">The request, of any type. It may say its length or not.</param>
    /// <param name="memory">Where its bytes are kept.</param>
    /// <param name="settings">How much and how long.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="Refusal">It is late, too large, malformed or broken off, or there is no memory for
    /// it.</exception>
    public static async Task<Upload> ReceiveAsync(
        HttpRequest request,
        UploadMemory memory,
        Settings settings,
        CancellationToken stop
    )
    {
        Upload upload = new(memory, settings, stop);
        try
        {
            await upload.ReceiveAsync(request.BodyReader, stop);
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a piece has come in since it was last asked and the answer was yes. For <see cref="UploadMemory"/>.
    /// </summary>
    public bool KeepsPace()
    {
        bool keeps = Bytes.Length - _paceLength >= Pace;
        _paceLength = keeps ? Bytes.Length : _paceLength;
        return keeps;
    }

    /// <summary>Ends the upload for the sake of another.</summary>
    public void GiveWay()
    {
        _gaveWay = true;

        // In another thread: the caller holds a lock.
        _ = _end.CancelAsync();
    }

    public void Dispose()
    {
        // From here on it cannot be told to give way.
        _memory.Release(this);
        _end.Dispose();
    }

    private async Task ReceiveAsync(PipeReader body, CancellationToken stop)
    {
        // Not by a token to each read: the server could not read on behind the answer, which it does before it closes a
        // connection.
        await using CancellationTokenRegistration atEnd = _end.Token.UnsafeRegister(
            _ => body.CancelPendingRead(),
            null
        );
        while (true)
        {
            ReadResult part = await ReadAsync(body);
            try
            {
                _length += (int)part.Buffer.Length;
                if (!_memory.TryKeep(this, part.Buffer))
                {
                    throw _gaveWay ? Late() : Refusal.Busy("The memory for uploads is full.");
                }
            }
            finally
            {
                body.AdvanceTo(part.Buffer.End);
            }

            stop.ThrowIfCancellationRequested();
            if (part.IsCompleted)
            {
                break;
            }

            if (_end.IsCancellationRequested)
            {
                throw Late();
            }
        }

        if (!_memory.TryFinish(this))
        {
            throw Late();
        }
    }

    private async ValueTask<ReadResult> ReadAsync(PipeReader body)
    {
        try
        {
            return await body.ReadAsync(CancellationToken.None);
        }
        catch (BadHttpRequestException bad)
        {
            // The server counts the bytes as they come in: too many of them end here, whatever the headers said.
            throw bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Refusal(bad.StatusCode, $"The request has more than {_settings.MaxBytes} bytes.")
                : new Refusal(bad.StatusCode, bad.Message);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException)
        {
            // The token of the request says so too, a moment later.
            throw Refusal.Gone();
        }
        catch (IOException malformed)
        {
            // Such as a chunk whose size is beyond all numbers.
            throw new Refusal(StatusCodes.Status400BadRequest, malformed.Message);
        }
    }

    private Refusal Late() =>
        new(
            StatusCodes.Status408RequestTimeout,
            _gaveWay
                ? $"{_length} bytes of the upload came in, too slowly for a service whose memory is full. Send it again, without a pause."
                : $"{_length} bytes of the upload came in within {_settings.UploadSeconds} s, and not its end. Send it faster, or a smaller picture."
        );
}
