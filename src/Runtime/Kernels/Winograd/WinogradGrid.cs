namespace ResNetGen.Runtime;

/// <summary>
/// How the outputs of a map are cut into squares: whole ones and, where they leave half of one, narrow ones at the end
/// of rows or columns. What else is left gets a whole square that hangs over the edge.
/// </summary>
internal readonly struct WinogradGrid
{
    /// <summary>Cuts a map.</summary>
    /// <param name="m">Rows and columns of outputs of a whole square.</param>
    /// <param name="height">Rows of outputs.</param>
    /// <param name="width">Columns of outputs.</param>
    /// <param name="narrows">Whether squares can be narrow.</param>
    public WinogradGrid(int m, int height, int width, bool narrows)
    {
        M = m;
        Down = (height + m - 1) / m;
        Across = (width + m - 1) / m;
        WholeDown = height / m;
        WholeAcross = width / m;
        EndsNarrowDown = narrows && WinogradLayout.EndsNarrow(m, height);
        EndsNarrowAcross = narrows && WinogradLayout.EndsNarrow(m, width);
    }

    public int M { get; }

    /// <summary>Squares of a column.</summary>
    public int Down { get; }

    /// <summary>Squares of a row.</summary>
    public int Across { get; }

    /// <summary>Those of a column that have all rows, inside the map.</summary>
    public int WholeDown { get; }

    /// <summary>Those of a row that have all columns, inside the map.</summary>
    public int WholeAcross { get; }

    public bool EndsNarrowDown { get; }

    public bool EndsNarrowAcross { get; }

    public int PerImage => Down * Across;

    /// <summary>Where squares lie at each point.</summary>
    /// <param name="first">The first square, row by row over all images.</param>
    /// <param name="count">How many there are.</param>
    public WinogradPlaces PlacesOf(int first, int count)
    {
        WinogradPlaces places = default;
        for (WinogradRow row = new(this, first, count); !row.IsEmpty; row.Advance())
        {
            places.Add(row.HasFewerRows, row.HasFewerColumns, row.Squares);
        }

        return places;
    }
}
