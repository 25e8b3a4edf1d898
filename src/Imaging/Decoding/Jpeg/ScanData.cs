namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// The data of a scan, MCU by MCU, across restart markers. What is damaged is read as libjpeg reads it: MCUs without
/// data get no coefficients, and a marker that is not the expected one is skipped or waited for
/// (<c>jpeg_resync_to_restart</c>).
/// </summary>
internal ref struct ScanData
{
    private const int RestartMarkers = Markers.Restart7 - Markers.Restart0 + 1;

    private readonly ReadOnlySpan<byte> _file;
    private readonly int _restartInterval;
    private int _restarts;
    private int _mcusToRestart;
    private bool _hasData = true;

    // A marker that the scan waits for, or that ends it, and the byte behind it.
    private int _pendingMarker;
    private int _pendingPosition;

    public ScanData(ReadOnlySpan<byte> file, int position, int restartInterval)
    {
        _file = file;
        Bits = new EntropyReader(file, position);
        _restartInterval = restartInterval;
        _mcusToRestart = restartInterval == 0 ? int.MaxValue : restartInterval;
    }

    public EntropyReader Bits;

    /// <summary>The last DC coefficients of the scan's components.</summary>
    public LastDc Dc;

    /// <summary>How many blocks without further coefficients are still to come (progressive AC scans).</summary>
    public int EndOfBandRun;

    /// <summary>There is data, or there was for a part of the MCU before.</summary>
    public readonly bool HasData => _hasData;

    /// <summary>There is no more data to come.</summary>
    public readonly bool IsOver =>
        !_hasData
        && (
            _restartInterval == 0
            || _pendingMarker is >= Markers.BaselineFrame and (< Markers.Restart0 or > Markers.Restart7)
        );

    /// <summary>MCUs until the next restart marker is due.</summary>
    public readonly int McusToRestart => _mcusToRestart;

    /// <summary>Reads a restart marker where one is due.</summary>
    /// <returns>Whether there is data for the MCU.</returns>
    public bool BeginMcu()
    {
        if (_mcusToRestart == 0)
        {
            Restart();
        }

        return _hasData;
    }

    public void EndMcu(int mcus = 1)
    {
        _hasData &= !Bits.IsExhausted;
        if (_restartInterval != 0)
        {
            _mcusToRestart -= mcus;
        }
    }

    private void Restart()
    {
        int expected = _restarts++ % RestartMarkers;
        Dc = default;
        EndOfBandRun = 0;
        _mcusToRestart = _restartInterval;

        int position = Bits.Position;
        while (true)
        {
            int marker = _pendingMarker;
            if (marker != 0)
            {
                (position, _pendingMarker) = (_pendingPosition, 0);
            }
            else
            {
                marker = Markers.Next(_file, ref position);
            }

            int ahead = (marker - Markers.Restart0 - expected) & (RestartMarkers - 1);
            bool isRestart = marker is >= Markers.Restart0 and <= Markers.Restart7;
            if (isRestart ? ahead is 1 or 2 : marker >= Markers.BaselineFrame)
            {
                // The end of the scan, or a marker that is due soon: it stays, and the interval is read from no data.
                Bits.Restart(position - 2);
                (_pendingMarker, _pendingPosition) = (marker, position);
                return;
            }

            if (isRestart && ahead is < RestartMarkers - 2)
            {
                Bits.Restart(position);
                _hasData = true;
                return;
            }

            // One that should have come before, or none that there is: the one behind it may be right.
        }
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    internal struct LastDc
    {
        private int _first;
    }
}
