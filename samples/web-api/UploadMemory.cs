using System.Buffers;

namespace Samples.WebApi;

/// <summary>
/// The memory of all uploads together, from their first byte to their answer. Uploads take it as their bytes come in,
/// so that a slow one holds as little as it has sent. Where memory runs out, uploads that have stalled give way to one
/// that goes on.
/// </summary>
internal sealed class UploadMemory : IDisposable
{
    // An upload has stalled when it was too slow for more ticks than these.
    private const int Patience = 4;

    // A timer that counts no tick twice: where the service itself was held up, no time has passed, and no upload has
    // stalled.
    private readonly PeriodicTimer _clock = new(Upload.PaceTime / Patience);
    private readonly Lock _guard = new();
    private readonly HashSet<Upload> _coming = [];
    private readonly Stack<byte[]> _unused = [];
    private long _free;
    private long _ticks;

    /// <param name="most">Bytes.</param>
    public UploadMemory(long most)
    {
        _free = most;
        _ = TickAsync();
    }

    /// <summary>An upload begins. It may have to give way until it is whole.</summary>
    /// <returns>For its bytes. Only this class changes what is in it.</returns>
    public BlockBuffer Add(Upload upload)
    {
        lock (_guard)
        {
            _coming.Add(upload);
            upload.PaceTick = _ticks;
            return new BlockBuffer(_unused);
        }
    }

    /// <summary>Keeps bytes of an upload.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="part">What comes behind the bytes that it has.</param>
    /// <returns>Whether there is memory for them; none is there for an upload that gave way.</returns>
    public bool TryKeep(Upload upload, ReadOnlySequence<byte> part)
    {
        lock (_guard)
        {
            if (!_coming.Contains(upload) || !TryMakeRoom(part.Length, upload))
            {
                return false;
            }

            // Within the lock: from the moment an upload gives way, its blocks are another's.
            upload.Bytes.Append(part);
            _free -= part.Length;
            if (upload.KeepsPace())
            {
                upload.PaceTick = _ticks;
            }

            return true;
        }
    }

    /// <summary>An upload is whole: it keeps its memory until it is released.</summary>
    /// <returns>Whether it did not give way before.</returns>
    public bool TryFinish(Upload upload)
    {
        lock (_guard)
        {
            return _coming.Remove(upload);
        }
    }

    /// <summary>Takes back what an upload holds.</summary>
    public void Release(Upload upload)
    {
        lock (_guard)
        {
            Free(upload);
        }
    }

    public void Dispose() => _clock.Dispose();

    private bool TryMakeRoom(long bytes, Upload asker)
    {
        if (_free >= bytes)
        {
            return true;
        }

        Upload[] stalled =
        [
            .. _coming.Where(other => other != asker && other.Bytes.Length > 0 && _ticks - other.PaceTick > Patience),
        ];
        if (_free + stalled.Sum(other => (long)other.Bytes.Length) < bytes)
        {
            // They would give way in vain.
            return false;
        }

        foreach (Upload longest in stalled.OrderBy(other => other.PaceTick).TakeWhile(_ => _free < bytes))
        {
            Free(longest);
            longest.GiveWay();
        }

        return true;
    }

    private void Free(Upload upload)
    {
        _coming.Remove(upload);
        _free += upload.Bytes.Length;
        upload.Bytes.Clear();
    }

    private async Task TickAsync()
    {
        while (await _clock.WaitForNextTickAsync())
        {
            lock (_guard)
            {
                _ticks++;
            }
        }
    }
}
