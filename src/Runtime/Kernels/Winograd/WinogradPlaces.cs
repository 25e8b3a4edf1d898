namespace ResNetGen.Runtime;

/// <summary>
/// Which of some squares have a point, and where they lie there: first those of fewer columns, then whole ones, those
/// of fewer rows, and those of fewer of both. Whatever kinds a point has follow each other, and a square's place in the
/// list is the same number at each of its points.
/// </summary>
internal struct WinogradPlaces
{
    /// <summary>Squares of fewer columns.</summary>
    public int FewerColumns;

    /// <summary>Whole squares.</summary>
    public int Whole;

    /// <summary>Squares of fewer rows.</summary>
    public int FewerRows;

    /// <summary>Squares of fewer rows and columns.</summary>
    public int FewerBoth;

    public readonly int Total => FewerColumns + Whole + FewerRows + FewerBoth;

    /// <summary>Places from one of so many points to the next.</summary>
    public readonly int Pitch(int points) => (int)WinogradLayout.Pitch(points, Total);

    /// <summary>Whether all squares have all points, without a gap between these.</summary>
    public readonly bool AllDense(int points) => Whole == Pitch(points);

    /// <summary>Squares of a kind.</summary>
    public readonly int Of(bool fewerRows, bool fewerColumns) =>
        (fewerRows, fewerColumns) switch
        {
            (false, true) => FewerColumns,
            (false, false) => Whole,
            (true, false) => FewerRows,
            (true, true) => FewerBoth,
        };

    /// <summary>The first place of a kind.</summary>
    public readonly int First(bool fewerRows, bool fewerColumns) =>
        (fewerRows, fewerColumns) switch
        {
            (false, true) => 0,
            (false, false) => FewerColumns,
            (true, false) => FewerColumns + Whole,
            (true, true) => FewerColumns + Whole + FewerRows,
        };

    /// <summary>The squares that have a point of a row and a column which narrow squares have, or not.</summary>
    public readonly (int First, int End) At(bool narrowHasRow, bool narrowHasColumn)
    {
        int first = narrowHasColumn ? 0 : FewerColumns;
        int end = FewerColumns + Whole + (narrowHasRow ? FewerRows + (narrowHasColumn ? FewerBoth : 0) : 0);
        return (first, end);
    }

    /// <summary>Counts squares of a kind.</summary>
    public void Add(bool fewerRows, bool fewerColumns, int squares)
    {
        switch (fewerRows, fewerColumns)
        {
            case (false, true):
                FewerColumns += squares;
                break;
            case (false, false):
                Whole += squares;
                break;
            case (true, false):
                FewerRows += squares;
                break;
            case (true, true):
                FewerBoth += squares;
                break;
        }
    }
}
