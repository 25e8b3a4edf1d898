using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace ResNetGen.Cli.Jobs.Formats;

/// <summary>
/// Apache Parquet, a row group at a time. Features are a list column, <c>embedding.list.element</c>; so are classes, labels
/// and probabilities where there are several of a picture.
/// </summary>
internal sealed class ParquetFormat : PartFormat
{
    // Values of a row group in a whole file, and in that of one shard of many, which are read side by side when they are
    // merged.
    private const int GroupValues = 1 << 20;
    private const int ShardGroupValues = 1 << 18;
    private const int MostGroupRows = 1 << 16;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };

    public override string Extension => ".parquet";

    public override void Write(Stream stream, JobDescription job, IEnumerable<PartRow> rows) =>
        WriteAsync(stream, job, rows).GetAwaiter().GetResult();

    public override IEnumerable<PartRow> Read(PartFiles part, JobDescription job)
    {
        using FileStream stream = File.OpenRead(part.Rows);
        Columns columns = new(job);
        ParquetReader reader = Try(() =>
            ParquetReader.CreateAsync(stream, leaveStreamOpen: true).GetAwaiter().GetResult()
        );
        try
        {
            if (!columns.Schema.Equals(reader.Schema))
            {
                throw new InvalidDataException("its columns are not those of such a part");
            }

            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                foreach (PartRow row in Try(() => columns.ReadAsync(reader, group).GetAwaiter().GetResult()))
                {
                    yield return job.Has(row) ? row : throw new InvalidDataException("a row is not of the job");
                }
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async Task WriteAsync(Stream stream, JobDescription job, IEnumerable<PartRow> rows)
    {
        Columns columns = new(job);
        int groupRows = Math.Clamp((job.Shards > 1 ? ShardGroupValues : GroupValues) / job.Length, 1, MostGroupRows);
        ParquetWriter writer = await ParquetWriter.CreateAsync(columns.Schema, stream, Options);
        await using (writer)
        {
            foreach (PartRow[] group in rows.Chunk(groupRows))
            {
                using ParquetRowGroupWriter groupWriter = writer.CreateRowGroup();
                await columns.WriteAsync(groupWriter, group);
            }
        }
    }

    // A foreign or damaged file leads to exceptions of all kinds in the library.
    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is not (OutOfMemoryException or InvalidDataException))
        {
            throw new InvalidDataException($"it cannot be read as Parquet ({damaged.Message})", damaged);
        }
    }

    /// <summary>The columns of a job's rows.</summary>
    private sealed class Columns
    {
        private readonly JobDescription _job;
        private readonly DataField<string> _path = new("path", nullable: false);
        private readonly DataField<string> _model = new("model", nullable: false);
        private readonly DataField<string> _hash = new("content_hash", nullable: false);
        private readonly DataField<int> _dimensions = new("dimensions");
        private readonly DataField _values;
        private readonly DataField _class;
        private readonly DataField _label;
        private int[] _lists = [];
        private int[] _present = [];

        public Columns(JobDescription job)
        {
            _job = job;
            bool isList = !job.Ranked || job.Length > 1;
            _values = new DataField<float>(isList ? "element" : "probability");
            _class = new DataField<int>(isList ? "element" : "class");
            _label = new DataField<string>(isList ? "element" : "label", nullable: true);
            Schema = job.Ranked
                ? new ParquetSchema(
                    _path,
                    isList ? new ListField("class", _class) : _class,
                    isList ? new ListField("label", _label) : _label,
                    isList ? new ListField("probability", _values) : _values,
                    _model,
                    _hash
                )
                : new ParquetSchema(_path, new ListField("embedding", _values), _dimensions, _model, _hash);
        }

        public ParquetSchema Schema { get; }

        public async Task WriteAsync(ParquetRowGroupWriter group, PartRow[] rows)
        {
            await group.WriteAsync(_path, [.. rows.Select(row => row.Path)]);
            if (_job.Ranked)
            {
                await WriteAllAsync(group, _class, rows, row => row.Classes);
                await WriteLabelsAsync(group, rows);
            }

            await WriteAllAsync(group, _values, rows, row => row.Values);
            if (!_job.Ranked)
            {
                int[] dimensions = new int[rows.Length];
                Array.Fill(dimensions, _job.Length);
                await group.WriteAsync<int>(_dimensions, dimensions);
            }

            await group.WriteAsync(_model, [.. rows.Select(_ => _job.Model)]);
            await group.WriteAsync(_hash, [.. rows.Select(row => Hex(row.ContentHash))]);
            group.CompleteValidate();
        }

        public async Task<PartRow[]> ReadAsync(ParquetReader reader, int index)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(index);
            int count = checked((int)group.RowCount);
            string?[] paths = new string?[count];
            string?[] hashes = new string?[count];
            await group.ReadAsync(_path, paths);
            await group.ReadAsync(_hash, hashes);
            float[] values = await ReadAllAsync<float>(group, _values, count);
            int[] classes = _job.Ranked ? await ReadAllAsync<int>(group, _class, count) : [];
            PartRow[] rows = new PartRow[count];
            for (int row = 0; row < count; row++)
            {
                rows[row] = new PartRow(
                    paths[row]!,
                    UInt128.Parse(hashes[row]!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    values.AsSpan(row * _job.Length, _job.Length).ToArray(),
                    _job.Ranked ? classes.AsSpan(row * _job.Length, _job.Length).ToArray() : []
                );
            }

            return rows;
        }

        private async Task WriteAllAsync<T>(
            ParquetRowGroupWriter group,
            DataField field,
            PartRow[] rows,
            Func<PartRow, T[]> valuesOf
        )
            where T : struct
        {
            T[] values = new T[rows.Length * _job.Length];
            for (int row = 0; row < rows.Length; row++)
            {
                valuesOf(rows[row]).CopyTo(values, row * _job.Length);
            }

            if (field.MaxRepetitionLevel == 0)
            {
                await group.WriteAsync<T>(field, values);
                return;
            }

            await group.WriteAllPartsAsync<T>(
                field,
                values,
                Present(field, values.Length),
                Lists(values.Length),
                default
            );
        }

        private async Task WriteLabelsAsync(ParquetRowGroupWriter group, PartRow[] rows)
        {
            string?[] labels = [.. rows.SelectMany(row => row.Classes.Select(one => _job.Labels?[one]))];
            await group.WriteAsync(_label, labels!, _label.MaxRepetitionLevel == 0 ? null : Lists(labels.Length));
        }

        private async Task<T[]> ReadAllAsync<T>(ParquetRowGroupReader group, DataField field, int rows)
            where T : struct
        {
            T[] values = new T[rows * _job.Length];
            if (field.MaxRepetitionLevel == 0)
            {
                await group.ReadAsync<T>(field, values);
                return values;
            }

            int[] repetition = new int[values.Length];
            int[] definition = new int[values.Length];
            await group.ReadRawAsync<T>(field, values, definition, repetition);
            return
                repetition.AsSpan().SequenceEqual(Lists(values.Length))
                && definition.AsSpan().IndexOfAnyExcept(field.MaxDefinitionLevel) < 0
                ? values
                : throw new InvalidDataException($"its lists have not {_job.Length} values each");
        }

        // 0 where a list begins, 1 within it. All groups but the last have as many.
        private int[] Lists(int count)
        {
            if (_lists.Length != count)
            {
                _lists = new int[count];
                for (int index = 0; index < count; index++)
                {
                    _lists[index] = index % _job.Length == 0 ? 0 : 1;
                }
            }

            return _lists;
        }

        // All fields of lists have as many levels.
        private int[] Present(DataField field, int count)
        {
            if (_present.Length != count)
            {
                _present = new int[count];
            }

            Array.Fill(_present, field.MaxDefinitionLevel);
            return _present;
        }

        private static string Hex(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);
    }
}
