using System.Buffers.Binary;
using System.Numerics;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// What torch.save wrote before PyTorch 1.6, and writes with _use_new_zipfile_serialization=False: pickles of a magic
/// number, a version, the machine, the objects and the keys of storages; then each storage, its length first.
/// </summary>
internal static class TorchLegacy
{
    private const int Version = 1001;
    private const int LengthBytes = sizeof(long);

    private static readonly BigInteger Magic = new([0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]);

    /// <summary>Whether a file begins as a pickle. A safetensors header that long would have more than 4 GB.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> start) =>
        start is [0x80, >= 2 and <= 5, _, _, _, _, _, _, ..] && start[4..8].ContainsAnyExcept((byte)0);

    /// <exception cref="WeightFileException">It is none, or damaged.</exception>
    public static CheckpointContent Read(FileBytes bytes)
    {
        long position = 0;
        if (Unpickle(bytes, ref position, "the first pickle") is not BigInteger magic || magic != Magic)
        {
            throw Error(
                bytes,
                "this is a Python pickle, and none of torch.save",
                "Load it in Python and save the tensors with torch.save."
            );
        }

        if (Unpickle(bytes, ref position, "the version") is var version && version is not (long)Version)
        {
            throw Error(bytes, $"its version is {version ?? "None"}, and {Version} is expected", "Save it again.");
        }

        PickleDict? machine = Unpickle(bytes, ref position, "the machine") as PickleDict;
        if (machine?.Find("little_endian") is not true)
        {
            throw Error(
                bytes,
                "it does not say that its machine was little-endian, and no other order is read",
                "Load it in PyTorch on a little-endian machine and save it again."
            );
        }

        object? data = Unpickle(bytes, ref position, "the pickle of the objects");
        object? keys = Unpickle(bytes, ref position, "the list of storages");
        if (keys is not PickleList list || !list.Items.TrueForAll(key => key is string))
        {
            throw Error(bytes, "its list of storages is no list of strings", SafetensorsHeader.Damaged);
        }

        return new(
            CheckpointFormat.PyTorchLegacy,
            Tensors(bytes, data, [.. list.Items.Cast<string>()], position),
            CheckpointContent.Notes(data)
        );
    }

    private static CheckpointTensor[] Tensors(FileBytes bytes, object? data, string[] keys, long position)
    {
        // The file says how many values a storage has, and the pickle of which type.
        Dictionary<string, TorchTensor> users = [];
        List<(string Name, TorchTensor Tensor)> found = [];
        string file = bytes.File;
        ByteSource source = bytes.Source;

        // Types are needed to find where storages lie, so that tensors are looked up twice.
        TensorWalk.Find(file, [("", data)], Note);
        Dictionary<string, (long Position, long Length)> storages = [];
        foreach (string key in keys)
        {
            string what = "the storage " + Quoted.Text(key);
            long count = BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(position, LengthBytes, what));
            position += LengthBytes;
            if (!users.TryGetValue(key, out TorchTensor? user))
            {
                throw Error(bytes, $"{what} belongs to no tensor, so that its type is not known", "Save it again.");
            }

            int size = user.Storage.IsUntyped ? 1 : TensorDataTypes.Bits(user.DataType) / 8;
            if (count < 0 || count > (bytes.Length - position) / size)
            {
                throw Error(
                    bytes,
                    $"{what} has {count} values of {size} bytes, and {bytes.Length - position} bytes follow",
                    SafetensorsHeader.CutShort,
                    position
                );
            }

            if (!storages.TryAdd(key, (position, count * size)))
            {
                throw Error(bytes, $"it has {what} twice", SafetensorsHeader.Damaged, position);
            }

            position += count * size;
        }

        return
        [
            .. found.Select(pair =>
                storages.TryGetValue(pair.Tensor.Storage.Key, out (long Position, long Length) place)
                    ? TensorPlacement.Place(file, source, pair.Name, pair.Tensor, place.Position, place.Length)
                    : throw new WeightFileException(
                        file,
                        $"tensor {Quoted.Text(pair.Name)}: its storage {Quoted.Text(pair.Tensor.Storage.Key)} is missing",
                        SafetensorsHeader.CutShort,
                        pair.Name
                    )
            ),
        ];

        CheckpointTensor Note(string name, TorchTensor tensor)
        {
            users.TryAdd(tensor.Storage.Key, tensor);
            found.Add((name, tensor));
            return new(source, name, tensor.DataType, [], 0, StridedValues.Contiguous(0, 8));
        }
    }

    private static object? Unpickle(FileBytes bytes, ref long position, string what)
    {
        long length = Math.Min(PickleReader.LongestPickle, bytes.Length - position);
        object? value = PickleReader.Read(
            bytes.File,
            what,
            position,
            bytes.Slice(position, length, what),
            new TorchMeaning(),
            out int read
        );
        position += read;
        return value;
    }

    private static WeightFileException Error(FileBytes bytes, string problem, string advice, long? position = null) =>
        new(bytes.File, problem, advice, position: position);
}
