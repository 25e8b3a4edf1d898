using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// The zip archive that torch.save and torch.jit.save write: <c>name/data.pkl</c> describes the tensors,
/// <c>name/data/KEY</c> are their storages. Of TorchScript there are <c>name/constants.pkl</c> and
/// <c>name/constants/KEY</c> too.
/// </summary>
internal static class TorchArchive
{
    /// <summary>The first bytes of an archive.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\u0003\u0004"u8;

    /// <exception cref="WeightFileException">It is none, or damaged.</exception>
    public static CheckpointContent Read(FileBytes bytes)
    {
        ZipRecords records = ZipRecords.Read(bytes);
        string root = Root(bytes.File, records);
        CheckByteOrder(bytes, records, root);

        object? data = Unpickle(bytes, records, root, "data");
        List<(string Name, object? Value)> roots = [("", data)];
        bool isScript = records.Has(root + "constants.pkl");
        if (isScript)
        {
            // The code of the network calls its constants so: CONSTANTS.c0.
            object?[] constants = Unpickle(bytes, records, root, "constants") as object?[] ?? [];
            roots.AddRange(constants.Select((value, index) => ($"CONSTANTS.c{index}", value)));
        }

        return new(
            isScript ? CheckpointFormat.TorchScript : CheckpointFormat.PyTorch,
            Tensors(bytes, records, roots),
            CheckpointContent.Notes(data)
        );
    }

    private static unsafe CheckpointTensor[] Tensors(
        FileBytes bytes,
        ZipRecords records,
        List<(string Name, object? Value)> roots
    )
    {
        // A function cannot keep the bytes themselves.
        string file = bytes.File;
        ByteSource source = bytes.Source;
        return TensorWalk.Find(file, roots, Resolve);

        CheckpointTensor Resolve(string name, TorchTensor tensor)
        {
            using System.Buffers.MemoryHandle pin = source.Pin();
            (long position, long length) = records.Find(new(file, source, pin), tensor.Storage.Key, name);
            return TensorPlacement.Place(file, source, name, tensor, position, length);
        }
    }

    private static object? Unpickle(FileBytes bytes, ZipRecords records, string root, string name)
    {
        string record = $"{root}{name}.pkl";
        (long position, long length) = records.Find(bytes, record);
        if (length > PickleReader.LongestPickle)
        {
            throw new WeightFileException(
                bytes.File,
                $"the record {Quoted.Text(record)} has {length} bytes, and {PickleReader.LongestPickle} are the most",
                "Save the tensors alone: torch.save(model.state_dict(), ...)."
            );
        }

        return PickleReader.Read(
            bytes.File,
            "the pickle " + Quoted.Text(record),
            position,
            bytes.Slice(position, length, record),
            new TorchMeaning($"{root}{name}/"),
            out _
        );
    }

    /// <summary>What stands before the names of all records: one folder, or nothing.</summary>
    private static string Root(string file, ZipRecords records)
    {
        const string Data = "data.pkl";
        string[] found =
        [
            .. records.Names.Where(name => name == Data || (name.EndsWith("/" + Data) && name.Split('/').Length == 2)),
        ];
        return found.Length == 1
            ? found[0][..^Data.Length]
            : throw new WeightFileException(
                file,
                $"this is a zip archive with {found.Length} records \"data.pkl\" in a folder, where a PyTorch checkpoint "
                    + "has one",
                found.Length == 0
                    ? "Unpack it if a checkpoint is in it, and give that; else save the weights with torch.save."
                    : SafetensorsHeader.Damaged
            );
    }

    private static void CheckByteOrder(FileBytes bytes, ZipRecords records, string root)
    {
        string record = root + "byteorder";
        if (!records.Has(record))
        {
            return; // Older than PyTorch 2.1: such were written in the order of the machine, and hardly on others.
        }

        (long position, long length) = records.Find(bytes, record);
        ReadOnlySpan<byte> order = bytes.Slice(position, Math.Min(length, 16), record);
        if (!order.SequenceEqual("little"u8))
        {
            throw new WeightFileException(
                bytes.File,
                $"its byte order is {Quoted.Text(System.Text.Encoding.UTF8.GetString(order))}, and \"little\" is expected",
                "Load it in PyTorch on a little-endian machine and save it again."
            );
        }
    }
}
