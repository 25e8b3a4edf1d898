using System.Buffers.Binary;
using System.Numerics.Tensors;
using Microsoft.Data.Sqlite;

namespace Samples.SimilarPictures;

/// <summary>Embeddings of pictures in a SQLite database: one row for each path.</summary>
public sealed class PictureIndex : IDisposable
{
    private readonly SqliteConnection _connection;

    /// <summary>Opens the database, or makes it.</summary>
    public PictureIndex(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file }.ToString());
        _connection.Open();
        Execute(
            "CREATE TABLE IF NOT EXISTS picture "
                + "(path TEXT PRIMARY KEY, hash BLOB NOT NULL, model TEXT NOT NULL, embedding BLOB NOT NULL)"
        );
    }

    /// <summary>Whether the embedding of this content by this model is there already.</summary>
    public bool Has(string path, byte[] hash, string model)
    {
        using SqliteCommand command = Command(
            "SELECT 1 FROM picture WHERE path = $path AND hash = $hash AND model = $model",
            ("$path", path),
            ("$hash", hash),
            ("$model", model)
        );
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Adds embeddings, or puts them in the place of those that the paths had: all of them, or none.</summary>
    public void Put(IEnumerable<(string Path, byte[] Hash, ReadOnlyMemory<float> Embedding)> pictures, string model)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach ((string path, byte[] hash, ReadOnlyMemory<float> embedding) in pictures)
        {
            Execute(
                "INSERT OR REPLACE INTO picture VALUES ($path, $hash, $model, $embedding)",
                ("$path", path),
                ("$hash", hash),
                ("$model", model),
                ("$embedding", ToBytes(embedding.Span))
            );
        }

        transaction.Commit();
    }

    /// <summary>Removes the paths in a folder that are not among these, and says how many there were.</summary>
    public int RemoveOthers(string folder, IReadOnlySet<string> paths)
    {
        string[] gone =
        [
            .. Paths().Where(path => !paths.Contains(path) && path.StartsWith(folder, StringComparison.Ordinal)),
        ];
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (string path in gone)
        {
            Execute("DELETE FROM picture WHERE path = $path", ("$path", path));
        }

        transaction.Commit();
        return gone.Length;
    }

    /// <summary>The pictures in a folder whose embeddings are the most similar, by cosine.</summary>
    public IReadOnlyList<(string Path, float Cosine)> Search(
        ReadOnlyMemory<float> embedding,
        string model,
        string folder,
        int count
    )
    {
        using SqliteCommand command = Command(
            "SELECT path, embedding FROM picture WHERE model = $model",
            ("$model", model)
        );
        using SqliteDataReader row = command.ExecuteReader();
        PriorityQueue<string, float> best = new();
        while (row.Read())
        {
            if (row.GetString(0).StartsWith(folder, StringComparison.Ordinal))
            {
                float[] other = ToFloats((byte[])row[1]);
                best.Enqueue(row.GetString(0), TensorPrimitives.CosineSimilarity(embedding.Span, other));
                if (best.Count > count)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. best.UnorderedItems.OrderByDescending(one => one.Priority).ThenBy(one => one.Element)];
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => _connection.Dispose();

    private List<string> Paths()
    {
        using SqliteCommand command = Command("SELECT path FROM picture");
        using SqliteDataReader row = command.ExecuteReader();
        List<string> paths = [];
        while (row.Read())
        {
            paths.Add(row.GetString(0));
        }

        return paths;
    }

    private void Execute(string text, params (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = Command(text, parameters);
        command.ExecuteNonQuery();
    }

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

    private static byte[] ToBytes(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), values[i]);
        }

        return bytes;
    }

    private static float[] ToFloats(ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * i)..]);
        }

        return values;
    }
}
