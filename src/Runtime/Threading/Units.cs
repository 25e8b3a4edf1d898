namespace ResNetGen.Runtime;

/// <summary>The units of a layer as one worker takes them, until none are left.</summary>
internal struct Units
{
    private readonly WorkShares? _shares;
    private readonly int _worker;
    private readonly int _workers;
    private readonly int _total;
    private readonly ushort _division;
    private readonly int _end;
    private int _next;

    public Units(WorkShares? shares, int worker, int workers, int total)
    {
        _worker = worker;
        _workers = workers;
        _total = total;
        if (workers > 1 && total <= WorkShares.MostUnits && shares != null)
        {
            _shares = shares;
            _division = shares.Begin(worker, total);
        }
        else
        {
            (_next, _end) = WorkShares.Part(worker, workers, total);
        }
    }

    /// <summary>Takes a unit: of the own share, then of the others'.</summary>
    public bool TryTake(out int unit)
    {
        if (_shares == null)
        {
            unit = _next++;
            return unit < _end;
        }

        unit = _shares.TakeOwn(_worker, _division);
        for (int i = 1; unit < 0 && i < _workers; i++)
        {
            unit = _shares.TakeFrom((_worker + i) % _workers, _division, _total);
        }

        return unit >= 0;
    }
}
