namespace ResNetGen.Runtime;

/// <summary>
/// Squares of one shape side by side: a step of the way through the squares of all images, row by row.
/// </summary>
internal struct WinogradRow
{
    private readonly WinogradGrid _grid;
    private int _left;

    /// <summary>The first step.</summary>
    /// <param name="grid">How a map is cut.</param>
    /// <param name="first">The first square.</param>
    /// <param name="count">Squares in all.</param>
    public WinogradRow(WinogradGrid grid, int first, int count)
    {
        _grid = grid;
        _left = count;
        (Image, int inImage) = Math.DivRem(first, grid.PerImage);
        (Down, Across) = Math.DivRem(inImage, grid.Across);
        Measure();
    }

    public int Image { get; private set; }

    /// <summary>Squares above.</summary>
    public int Down { get; private set; }

    /// <summary>Squares before the first one.</summary>
    public int Across { get; private set; }

    /// <summary>How many there are.</summary>
    public int Squares { get; private set; }

    public bool HasFewerRows { get; private set; }

    public bool HasFewerColumns { get; private set; }

    /// <summary>Whether it is a single one that hangs over the map's edge.</summary>
    public bool HangsOver { get; private set; }

    public readonly bool IsEmpty => _left == 0;

    public readonly int RowsOfSquare => HasFewerRows ? WinogradLayout.Narrow(_grid.M) : _grid.M;

    public readonly int ColumnsOfSquare => HasFewerColumns ? WinogradLayout.Narrow(_grid.M) : _grid.M;

    /// <summary>The place of the first of them; counts all of them as done.</summary>
    public readonly int TakePlaces(in WinogradPlaces places, ref WinogradPlaces done)
    {
        int place = places.First(HasFewerRows, HasFewerColumns) + done.Of(HasFewerRows, HasFewerColumns);
        done.Add(HasFewerRows, HasFewerColumns, Squares);
        return place;
    }

    /// <summary>Goes on behind them.</summary>
    public void Advance()
    {
        _left -= Squares;
        Across += Squares;
        if (Across == _grid.Across)
        {
            Across = 0;
            if (++Down == _grid.Down)
            {
                Down = 0;
                Image++;
            }
        }

        Measure();
    }

    private void Measure()
    {
        bool behindRows = Down == _grid.WholeDown;
        bool behindColumns = Across == _grid.WholeAcross;
        HasFewerRows = behindRows && _grid.EndsNarrowDown;
        HasFewerColumns = behindColumns && _grid.EndsNarrowAcross;
        HangsOver = (behindRows && !HasFewerRows) || (behindColumns && !HasFewerColumns);
        Squares = Math.Min(_left, HangsOver || HasFewerColumns ? 1 : _grid.WholeAcross - Across);
    }
}
