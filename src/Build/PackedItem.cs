using System.IO.Hashing;
using ResNetGen.Weights;

namespace ResNetGen.Build;

/// <summary>
/// A packed file in the project's intermediate folder, and beside it a record of the weights that it was packed from.
/// </summary>
internal sealed class PackedItem(ModelInfo network, WeightItem item, WeightStorage storage, VectorWidth? vectors)
{
    private readonly string _record = item.Packed + ".xxh128";

    /// <summary>Packs, unless the file is what packing would give.</summary>
    /// <param name="weights">The weights of the item.</param>
    /// <returns>Whether it was packed.</returns>
    /// <exception cref="WeightException">The weights cannot be used.</exception>
    /// <exception cref="IOException">The packed file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write it.</exception>
    public bool Update(WeightFile weights)
    {
        string? hash = Hash(weights.Files);
        if (hash is not null && IsWhole() && File.Exists(_record) && File.ReadAllText(_record) == hash)
        {
            return false;
        }

        // First away with the record: if this is ended half way, none is better than one of other weights.
        // And with the file: damaged, it may look like one of somebody else, which packing would not replace.
        File.Delete(_record);
        File.Delete(item.Packed);
        DeleteUnfinished();
        weights.Read(file => PackedWeights.Pack(network, file, item.Packed, storage, vectors));
        File.WriteAllText(_record, hash);
        return true;
    }

    // A build that is killed leaves half a file, under a name that no other build would write again. The folder is for
    // packing alone.
    private void DeleteUnfinished()
    {
        foreach (string path in Directory.GetFiles(Path.GetDirectoryName(item.Packed)!, "*" + TargetFile.Unfinished))
        {
            File.Delete(path);
        }
    }

    /// <summary>Of the whole files, not their times: a copy of older weights over newer ones is a change too.</summary>
    private static string? Hash(IReadOnlyList<string> files)
    {
        try
        {
            XxHash128 hash = new();
            foreach (string file in files)
            {
                using FileStream stream = File.OpenRead(file);
                hash.Append(BitConverter.GetBytes(stream.Length)); // What moved from one to the next is a change.
                hash.Append(stream);
            }

            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // Gone since it was read: packing says why.
        }
    }

    /// <summary>
    /// Whether the file has the header that this network and this storage give, with the plan in it, and the content
    /// that the header says.
    /// </summary>
    private bool IsWhole()
    {
        if (!File.Exists(item.Packed))
        {
            return false;
        }

        try
        {
            using PackedFile file = WeightSource.OpenPacked(item.Packed);
            file.Verify();
            PackedHeader expected = PackedWriter.Describe(network, storage, vectors);
            return file
                .Header.ToJson()
                .AsSpan()
                .SequenceEqual((expected with { Content = file.Header.Content }).ToJson());
        }
        catch (WeightFileException)
        {
            return false; // Of another version, cut short or damaged.
        }
    }
}
