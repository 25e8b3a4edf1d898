using System.Diagnostics;

namespace ResNetGen.Runtime;

/// <summary>Notes when each layer of a run was done, on the caller's thread: the time of a layer includes waiting for the other workers behind it.</summary>
internal sealed class LayerClock(int layers)
{
    private readonly long[] _done = new long[layers];
    private long _start;
    private int _count;

    /// <summary>Begins a run.</summary>
    public void Start()
    {
        _count = 0;
        _start = Stopwatch.GetTimestamp();
    }

    /// <summary>A layer was computed.</summary>
    public void Done() => _done[_count++] = Stopwatch.GetTimestamp();

    /// <summary>The barrier behind the last layer was passed.</summary>
    public void Waited()
    {
        if (_count > 0)
        {
            _done[_count - 1] = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>The time of a layer in the last run.</summary>
    public TimeSpan this[int layer] => Stopwatch.GetElapsedTime(layer == 0 ? _start : _done[layer - 1], _done[layer]);
}
