using System.Diagnostics;

namespace ResNetGen.Runtime;

/// <summary>
/// Adds up how long each layer of a run takes, on the caller's thread: the time of a layer includes waiting for the other workers behind it, and all
/// images where a network takes them one by one. Where each worker has images of its own, these are the caller's, and the last layer has the wait.
/// </summary>
internal sealed class LayerClock(int layers)
{
    private readonly long[] _spent = new long[layers];
    private long _last;
    private int _layer;

    /// <summary>Begins a run.</summary>
    public void Start()
    {
        Array.Clear(_spent);
        _layer = 0;
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>A layer was computed.</summary>
    public void Done()
    {
        Add(_layer++);
    }

    /// <summary>The barrier behind the last layer was passed, or all workers are done.</summary>
    public void Waited()
    {
        if (_layer > 0)
        {
            Add(_layer - 1);
        }
    }

    /// <summary>The next image, or the next run, begins at the first layer again.</summary>
    public void Rewind() => _layer = 0;

    /// <summary>The time of a layer in the last run.</summary>
    public TimeSpan this[int layer] => Stopwatch.GetElapsedTime(0, _spent[layer]);

    private void Add(int layer)
    {
        long now = Stopwatch.GetTimestamp();
        _spent[layer] += now - _last;
        _last = now;
    }
}
