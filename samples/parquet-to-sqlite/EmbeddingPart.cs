using Parquet;
using Parquet.Schema;

namespace Samples.ParquetToSqlite;

/// <summary>A Parquet file that <c>resnetgen embed --output</c> has written. A row group of it is in memory.</summary>
public sealed class EmbeddingPart : IAsyncDisposable
{
    // Of a row group. With the levels that Parquet has for a list, these are 3 GB.
    private const int MostNumbers = 1 << 28;

    private const string Advice = "Let 'resnetgen embed --output' write it again (--force)";

    private const string PathColumn = "path";
    private const string EmbeddingColumn = "embedding/list/element";
    private const string DimensionsColumn = "dimensions";
    private const string ModelColumn = "model";
    private const string HashColumn = "content_hash";

    private static readonly (string Name, Type Type)[] Columns =
    [
        (PathColumn, typeof(ReadOnlyMemory<char>)),
        (EmbeddingColumn, typeof(float)),
        (DimensionsColumn, typeof(int)),
        (ModelColumn, typeof(ReadOnlyMemory<char>)),
        (HashColumn, typeof(ReadOnlyMemory<char>)),
    ];

    private readonly string _file;
    private readonly ParquetReader _reader;

    // Used again by each row group.
    private float[] _numbers = [];
    private int[] _definitions = [];
    private int[] _repetitions = [];

    private EmbeddingPart(string file, ParquetReader reader) => (_file, _reader) = (file, reader);

    /// <summary>How many row groups it has.</summary>
    public int RowGroups => _reader.RowGroupCount;

    /// <summary>Opens a file, and checks that it has the columns of embeddings.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, is damaged or has other columns.</exception>
    public static async Task<EmbeddingPart> OpenAsync(string file)
    {
        FileStream stream = File.OpenRead(file);
        try
        {
            EmbeddingPart part = new(file, await ParquetReader.CreateAsync(stream, leaveStreamOpen: false));
            return part.HasColumns() ? part : throw part.Foreign();
        }
        catch (Exception unusable)
        {
            await stream.DisposeAsync();

            // The library throws whatever comes of wrong bytes.
            throw unusable is InvalidDataException
                ? unusable
                : new InvalidDataException(
                    $"{file}: expected a Parquet file with embeddings; it is none, or cut short ({unusable.Message.TrimEnd('.')}). "
                        + $"{Advice}, or leave it out.",
                    unusable
                );
        }
    }

    /// <summary>The model of a row group, or <see langword="null" /> where it has no rows.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or its rows are of several models.</exception>
    public async Task<EmbeddingModel?> ReadModelAsync(int rowGroup)
    {
        string[] models = await ReadTextAsync(rowGroup, ModelColumn);
        int[] dimensions = new int[models.Length];
        int[] levels = new int[models.Length];
        await ReadAsync(
            rowGroup,
            DimensionsColumn,
            (group, column) => group.ReadRawAsync<int>(column, dimensions, levels, null)
        );
        EmbeddingModel[] found =
        [
            .. models.Zip(dimensions, (name, count) => new EmbeddingModel(name, count)).Distinct(),
        ];
        return found.Length <= 1
            ? found.SingleOrDefault()
            : throw Unusable(rowGroup, $"its rows are of {found[0]} and of {found[1]}");
    }

    /// <summary>A row group, which lasts until the next is read, or <see langword="null" /> where it has no rows.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large.</exception>
    public async Task<EmbeddingRows?> ReadRowsAsync(int rowGroup)
    {
        if (await ReadModelAsync(rowGroup) is not { } model)
        {
            return null;
        }

        string[] paths = await ReadTextAsync(rowGroup, PathColumn);
        string[] hashes = await ReadTextAsync(rowGroup, HashColumn);
        long count = (long)paths.Length * model.Dimensions;
        if (count is <= 0 or > MostNumbers)
        {
            throw Unusable(rowGroup, $"{paths.Length} rows of {model}; up to {MostNumbers} numbers are expected");
        }

        if (_numbers.Length < count)
        {
            (_numbers, _definitions, _repetitions) = (new float[count], new int[count], new int[count]);
        }

        Memory<float> numbers = _numbers.AsMemory(0, (int)count);
        Memory<int> definitions = _definitions.AsMemory(0, (int)count);
        Memory<int> repetitions = _repetitions.AsMemory(0, (int)count);
        long found = 0;
        int there = 0;
        await ReadAsync(
            rowGroup,
            EmbeddingColumn,
            (group, column) =>
            {
                there = column.MaxDefinitionLevel;
                found = group.GetMetadata(column)!.MetaData!.NumValues;
                return found == count
                    ? group.ReadRawAsync(column, numbers, definitions, repetitions)
                    : ValueTask.CompletedTask;
            }
        );

        bool whole = found == count;
        for (int i = 0; whole && i < count; i++)
        {
            // A list begins where the repetition level is 0; a number is there where the definition level is the highest.
            whole = _definitions[i] == there && _repetitions[i] == 0 == (i % model.Dimensions == 0);
        }

        if (!whole)
        {
            throw Unusable(rowGroup, $"{found} numbers in {paths.Length} rows, which are not {model} each");
        }

        return new EmbeddingRows(_file, model, paths, hashes, numbers);
    }

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private bool HasColumns() => Columns.All(one => Column(one.Name)?.ClrType == one.Type);

    private DataField? Column(string name) =>
        Array.Find(_reader.Schema.DataFields, column => column.Path.ToString() == name);

    private async Task<string[]> ReadTextAsync(int rowGroup, string name)
    {
        long rows = _reader.RowGroups[rowGroup].RowCount;
        if (rows is < 0 or > MostNumbers)
        {
            throw Unusable(rowGroup, $"{rows} rows; 0 to {MostNumbers} are expected");
        }

        string[] texts = new string[rows];
        await ReadAsync(rowGroup, name, (group, column) => group.ReadAsync(column, texts.AsMemory()!));
        return texts.All(text => !string.IsNullOrEmpty(text))
            ? texts
            : throw Unusable(rowGroup, $"a row without {name}");
    }

    private async Task ReadAsync(int rowGroup, string name, Func<ParquetRowGroupReader, DataField, ValueTask> read)
    {
        try
        {
            using ParquetRowGroupReader group = _reader.OpenRowGroupReader(rowGroup);
            await read(group, Column(name)!);
        }
        catch (Exception damaged)
        {
            throw Unusable(rowGroup, $"{name} cannot be read, {damaged.Message.TrimEnd('.')}", damaged);
        }
    }

    private InvalidDataException Foreign()
    {
        string found = Text(_reader.Schema.DataFields.Select(column => (column.Path.ToString(), column.ClrType)));
        return new InvalidDataException(
            $"{_file}: found the columns {found}; expected {Text(Columns)}. "
                + "Name files that 'resnetgen embed --output' has written."
        );
    }

    private static string Text(IEnumerable<(string Name, Type Type)> columns) =>
        string.Join(
            ", ",
            columns.Select(one =>
                one.Type == typeof(ReadOnlyMemory<char>) ? $"{one.Name} (text)" : $"{one.Name} ({one.Type.Name})"
            )
        );

    private InvalidDataException Unusable(int rowGroup, string found, Exception? inner = null) =>
        new($"{_file}: row group {rowGroup + 1} of {RowGroups} cannot be used: {found}. {Advice}.", inner);
}
