namespace Samples.ParquetToSqlite;

/// <summary>What embeddings are of. Those of two models cannot be compared.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Dimensions">How many numbers an embedding has.</param>
public sealed record EmbeddingModel(string Name, int Dimensions)
{
    /// <summary>Refuses the embeddings of another model.</summary>
    /// <exception cref="InvalidDataException">The file has them.</exception>
    public void Require(EmbeddingModel found, string file)
    {
        if (found != this)
        {
            throw new InvalidDataException(
                $"{file}: found embeddings of {found}; expected those of {this}, which are there already. "
                    + "They cannot be compared: fill another database with them."
            );
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{Dimensions} numbers by the model '{Name}'";
}
