using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Samples.ParquetToSqlite;

/// <summary>Embeddings of one model in a SQLite database: one row for each path.</summary>
public sealed class EmbeddingTable : IDisposable
{
    private readonly SqliteConnection _connection;

    private EmbeddingTable(string file, SqliteOpenMode mode)
    {
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode }.ToString()
        );
        _connection.Open();
    }

    /// <summary>How many paths there are.</summary>
    public long Count
    {
        get
        {
            using SqliteCommand command = Command("SELECT count(*) FROM embedding");
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>The model of all embeddings, or <see langword="null" /> as long as there are none.</summary>
    public EmbeddingModel? Model
    {
        get
        {
            using SqliteCommand command = Command("SELECT name, dimensions FROM embedding_model");
            using SqliteDataReader row = command.ExecuteReader();
            return row.Read() ? new EmbeddingModel(row.GetString(0), row.GetInt32(1)) : null;
        }
    }

    /// <summary>Opens a database to fill it, or makes it.</summary>
    public static EmbeddingTable OpenOrCreate(string file)
    {
        EmbeddingTable table = new(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // Of usual pages, of 4 KB, a row with its 2 KB of numbers leaves half empty.
            using SqliteCommand create = table.Command(
                """
                PRAGMA page_size = 32768;
                CREATE TABLE IF NOT EXISTS embedding_model (name TEXT NOT NULL, dimensions INTEGER NOT NULL);
                CREATE TABLE IF NOT EXISTS embedding
                    (path TEXT PRIMARY KEY, content_hash TEXT NOT NULL, norm REAL NOT NULL, vector BLOB NOT NULL);
                """
            );
            create.ExecuteNonQuery();
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Opens a database to search in it.</summary>
    public static EmbeddingTable OpenRead(string file) => new(file, SqliteOpenMode.ReadOnly);

    /// <summary>Adds rows, or puts them in the place of those that the paths had: all of them, or none.</summary>
    /// <exception cref="InvalidDataException">They are of another model, or not finite.</exception>
    public void Put(EmbeddingRows rows)
    {
        // It locks the database: no other process puts another model in between.
        using SqliteTransaction transaction = _connection.BeginTransaction();
        if (Model is null)
        {
            using SqliteCommand declare = Command(
                "INSERT INTO embedding_model VALUES ($name, $dimensions)",
                ("$name", rows.Model.Name),
                ("$dimensions", rows.Model.Dimensions)
            );
            declare.ExecuteNonQuery();
        }

        Model!.Require(rows.Model, rows.File);
        using SqliteCommand put = Command(
            """
            INSERT INTO embedding VALUES ($path, $hash, $norm, $vector) ON CONFLICT (path) DO UPDATE SET
                content_hash = excluded.content_hash, norm = excluded.norm, vector = excluded.vector
            """
        );
        SqliteParameter path = put.Parameters.Add("$path", SqliteType.Text);
        SqliteParameter hash = put.Parameters.Add("$hash", SqliteType.Text);
        SqliteParameter norm = put.Parameters.Add("$norm", SqliteType.Real);
        byte[] bytes = new byte[sizeof(float) * rows.Model.Dimensions];
        put.Parameters.AddWithValue("$vector", bytes);
        put.Prepare();
        for (int row = 0; row < rows.Paths.Length; row++)
        {
            ReadOnlySpan<float> vector = rows.Embedding(row);
            float length = TensorPrimitives.Norm(vector);
            if (!float.IsFinite(length))
            {
                throw new InvalidDataException(
                    $"{rows.File}: found an embedding of '{rows.Paths[row]}' that is not finite; expected numbers. "
                        + "Embed the pictures again (--force)."
                );
            }

            (path.Value, hash.Value, norm.Value) = (rows.Paths[row], rows.Hashes[row], length);
            vector.CopyTo(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
            LittleEndian(bytes);
            put.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>The pictures that are most like one of them, by cosine.</summary>
    /// <returns><see langword="null" /> if the path is not there.</returns>
    public IReadOnlyList<(string Path, float Cosine)>? Search(string path, int count)
    {
        using SqliteCommand one = Command("SELECT vector, norm FROM embedding WHERE path = $path", ("$path", path));
        using SqliteDataReader wanted = one.ExecuteReader();
        if (!wanted.Read())
        {
            return null;
        }

        byte[] vector = LittleEndian((byte[])wanted[0]);
        float norm = wanted.GetFloat(1);
        using SqliteCommand all = Command(
            "SELECT vector, norm, path FROM embedding WHERE path <> $path",
            ("$path", path)
        );
        using SqliteDataReader other = all.ExecuteReader();
        PriorityQueue<string, float> best = new();
        while (other.Read())
        {
            float dot = TensorPrimitives.Dot(
                MemoryMarshal.Cast<byte, float>(vector),
                MemoryMarshal.Cast<byte, float>(LittleEndian((byte[])other[0]))
            );
            float norms = norm * other.GetFloat(1);
            best.Enqueue(other.GetString(2), norms > 0 ? dot / norms : 0);
            if (best.Count > count)
            {
                best.Dequeue();
            }
        }

        return
        [
            .. best
                .UnorderedItems.Select(found => (found.Element, found.Priority))
                .OrderByDescending(found => found.Priority)
                .ThenBy(found => found.Element, StringComparer.Ordinal),
        ];
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string text, params (string Name, object Value)[] parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    // Numbers in memory to those of the table, or back: on most processors they are the same.
    private static byte[] LittleEndian(byte[] bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }
}
