namespace Samples.WebApi;

/// <summary>
/// The memory of all uploads together, from their first byte to their answer. Uploads take it as their bytes come in, so that a slow one
/// holds as little as it has sent. Where memory runs out, uploads that have stalled give way to one that goes on.
/// </summary>
/// <param name="most">Bytes.</param>
internal sealed class UploadMemory(long most)
{
    private readonly Lock _guard = new();
    private readonly HashSet<Upload> _coming = [];
    private readonly Dictionary<Upload, int> _held = [];
    private long _free = most;

    /// <summary>An upload begins. It may have to give way until it is whole.</summary>
    public void Add(Upload upload)
    {
        lock (_guard)
        {
            _coming.Add(upload);
        }
    }

    /// <summary>Takes memory for an upload.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="bytes">What it holds from now on, no less than before.</param>
    /// <returns>Whether it may; it may not when there is no memory left, or when it gave way.</returns>
    public bool TryHold(Upload upload, int bytes)
    {
        lock (_guard)
        {
            int more = bytes - _held.GetValueOrDefault(upload);
            while (_free < more && _held.Keys.FirstOrDefault(other => other != upload && MayGiveWay(other)) is { } stalled)
            {
                Free(stalled);
                stalled.GiveWay();
            }

            if (_free < more || !_coming.Contains(upload))
            {
                return false;
            }

            _held[upload] = bytes;
            _free -= more;
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

    private bool MayGiveWay(Upload upload) => _coming.Contains(upload) && upload.HasStalled;

    private void Free(Upload upload)
    {
        _coming.Remove(upload);
        if (_held.Remove(upload, out int bytes))
        {
            _free += bytes;
        }
    }
}
