using System.Buffers;
using System.IO.Pipelines;

namespace Samples.WebApi;

/// <summary>The body of a request, in memory until it is disposed.</summary>
internal sealed class Upload : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly UploadMemory _memory;
    private readonly Settings _settings;
    private readonly CancellationTokenSource _end;
    private byte[] _bytes = [];
    private int _length;
    private int _paceLength;
    private long _paceTime = Environment.TickCount64;
    private volatile bool _gaveWay;

    private Upload(UploadMemory memory, Settings settings, CancellationToken stop)
    {
        (_memory, _settings) = (memory, settings);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _end.CancelAfter(TimeSpan.FromSeconds(settings.UploadSeconds));
        _memory.Add(this);
    }

    /// <summary>All that was sent.</summary>
    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

    /// <summary>The same, to be read from its start.</summary>
    public Stream Open() => new MemoryStream(_bytes, 0, _length, writable: false);

    /// <summary>Whether it comes in at less than the pace at which the largest upload would be in time.</summary>
    public bool HasStalled => Environment.TickCount64 - Volatile.Read(ref _paceTime) > Patience.TotalMilliseconds;

    // Bytes within the patience.
    private int Pace => Math.Max(1, (int)(_settings.MaxBytes * Patience.TotalSeconds / _settings.UploadSeconds));

    /// <summary>Waits for the whole body.</summary>
    /// <param name="request">The request, of any type. It may say its length or not.</param>
    /// <param name="memory">Where its bytes are counted.</param>
    /// <param name="settings">How much and how long.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="Refusal">It is late, too large or malformed, or there is no memory for it.</exception>
    public static async Task<Upload> ReceiveAsync(HttpRequest request, UploadMemory memory, Settings settings, CancellationToken stop)
    {
        Upload upload = new(memory, settings, stop);
        try
        {
            await upload.ReceiveAsync(request, stop);
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
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

    private async Task ReceiveAsync(HttpRequest request, CancellationToken stop)
    {
        PipeReader body = request.BodyReader;

        // Not by a token to each read: the server could not read on behind the answer, which it does before it closes a connection.
        await using CancellationTokenRegistration atEnd = _end.Token.UnsafeRegister(_ => body.CancelPendingRead(), null);
        try
        {
            ReadResult part;
            do
            {
                part = await body.ReadAsync(CancellationToken.None);
                try
                {
                    Keep(part.Buffer, request.ContentLength ?? _settings.MaxBytes);
                }
                finally
                {
                    body.AdvanceTo(part.Buffer.End);
                }

                if (_end.IsCancellationRequested)
                {
                    stop.ThrowIfCancellationRequested();
                    throw Late();
                }
            }
            while (!part.IsCompleted);
        }
        catch (BadHttpRequestException bad)
        {
            // The server counts the bytes as they come in: too many of them end here, whatever the headers said.
            throw bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Refusal(bad.StatusCode, $"The request has more than {_settings.MaxBytes} bytes.")
                : new Refusal(bad.StatusCode, bad.Message);
        }

        if (!_memory.TryFinish(this))
        {
            throw Late();
        }
    }

    private void Keep(ReadOnlySequence<byte> part, long most)
    {
        int length = checked(_length + (int)part.Length);
        if (length > _bytes.Length)
        {
            // Twice as large as it was, so that it is not copied for each part.
            int size = (int)Math.Max(length, Math.Min(2L * _bytes.Length, most));
            if (!_memory.TryHold(this, size))
            {
                throw _gaveWay ? Late() : Refusal.Busy("The memory for uploads is full.");
            }

            Array.Resize(ref _bytes, size);
        }

        part.CopyTo(_bytes.AsSpan(_length));
        _length = length;
        if (_length - _paceLength >= Pace)
        {
            _paceLength = _length;
            Volatile.Write(ref _paceTime, Environment.TickCount64);
        }
    }

    private Refusal Late() => new(
        StatusCodes.Status408RequestTimeout,
        _gaveWay
            ? $"{_length} bytes of the upload came in, too slowly for a service whose memory is full. Send it again, without a pause."
            : $"{_length} bytes of the upload came in within {_settings.UploadSeconds} s, and not its end. Send it faster, or a smaller picture.");
}
