using System.Diagnostics;

namespace ResNetGen.Runtime;

/// <summary>
/// Adds up how long each layer of a run takes, to when the last worker is done with it; all images where a network
/// takes them one by one. Where each worker has images of its own, the times are the caller's, and the last layer has
/// the wait.
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
    /// <param name="at">When, in ticks of <see cref="Stopwatch"/>.</param>
    public void Done(long at)
    {
        Add(_layer++, at);
    }

    /// <summary>All workers are done with the run.</summary>
    public void Waited()
    {
        if (_layer > 0)
        {
            Add(_layer - 1, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The next image, or the next run, begins at the first layer again.</summary>
    public void Rewind() => _layer = 0;

    /// <summary>The time of a layer in the last run.</summary>
    public TimeSpan this[int layer] => Stopwatch.GetElapsedTime(0, _spent[layer]);

    private void Add(int layer, long now)
    {
        _spent[layer] += now - _last;
        _last = now;
    }
}
