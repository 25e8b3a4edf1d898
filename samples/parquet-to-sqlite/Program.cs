using System.Globalization;
using Microsoft.Data.Sqlite;
using Samples.ParquetToSqlite;

const int Shown = 5;
const string Usage = """
    Usage: ParquetToSqlite fill DATABASE PART...          PART: a file of 'resnetgen embed --output', or a directory of them
           ParquetToSqlite search DATABASE PATH [COUNT]   PATH: a picture, as the parts name it
    """;

try
{
    switch (args)
    {
        case ["fill", string database, _, ..]:
            await FillAsync(database, [.. args[2..].SelectMany(Files)]);
            return 0;
        case ["search", string database, string path]:
            return Search(database, path, Shown);
        case ["search", string database, string path, string text] when int.TryParse(text, out int count) && count > 0:
            return Search(database, path, count);
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (SqliteException unusable)
{
    Console.Error.WriteLine($"{args[1]}: expected a database that 'fill' makes or has made; {unusable.Message}");
    return 1;
}
catch (Exception unusable) when (unusable is InvalidDataException or IOException or UnauthorizedAccessException)
{
    // The message names the file, what is wrong with it and what to do.
    Console.Error.WriteLine(unusable.Message);
    return 1;
}

static IEnumerable<string> Files(string part)
{
    if (!Directory.Exists(part))
    {
        return [part];
    }

    string[] files = Directory.GetFiles(part, "*.parquet");
    return files.Length > 0
        ? files.Order(StringComparer.Ordinal)
        : throw new InvalidDataException(
            $"{part}: found no file *.parquet in the directory; expected those of 'resnetgen embed --output'."
        );
}

static async Task FillAsync(string database, string[] files)
{
    // Before the first row is put: all files are parts, and of one model.
    EmbeddingModel? model = null;
    foreach (string file in files)
    {
        await using EmbeddingPart part = await EmbeddingPart.OpenAsync(file);
        for (int rowGroup = 0; rowGroup < part.RowGroups; rowGroup++)
        {
            if (await part.ReadModelAsync(rowGroup) is { } found)
            {
                (model ??= found).Require(found, file);
            }
        }
    }

    using EmbeddingTable table = EmbeddingTable.OpenOrCreate(database);
    foreach (string file in files)
    {
        long rows = 0;
        await using EmbeddingPart part = await EmbeddingPart.OpenAsync(file);
        for (int rowGroup = 0; rowGroup < part.RowGroups; rowGroup++)
        {
            if (await part.ReadRowsAsync(rowGroup) is { } read)
            {
                table.Put(read);
                rows += read.Paths.Length;
            }
        }

        Console.WriteLine($"{file}: {rows} rows");
    }

    Console.WriteLine($"{database}: {table.Count} pictures, {table.Model}");
}

static int Search(string database, string wanted, int count)
{
    using EmbeddingTable table = EmbeddingTable.OpenRead(database);
    if (table.Search(wanted, count) is not { } pictures)
    {
        Console.Error.WriteLine(
            $"{wanted}: not among the {table.Count} pictures of {database}. Paths are as in the parts: relative to the "
                + "directory that was embedded, with '/'."
        );
        return 1;
    }

    foreach ((string path, float cosine) in pictures)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cosine:0.000}  {path}"));
    }

    return 0;
}
