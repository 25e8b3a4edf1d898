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

    /// <summary>Whether a file begins as a pickle, and not with the length that a safetensors header can
    /// have.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> start) =>
        start is [0x80, >= 2 and <= 5, _, _, _, _, _, _, ..]
        && BinaryPrimitives.ReadUInt64LittleEndian(start) > SafetensorsFile.LongestHeader;

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
            string found = version is long number ? $"{number}" : "no whole number";
            throw Error(bytes, $"its version is {found}, and {Version} is expected", "Save it again.");
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

        TorchMeaning meaning = new();
        object? data = Unpickle(bytes, ref position, "the pickle of the objects", meaning);
        object? keys = Unpickle(bytes, ref position, "the list of storages");
        if (keys is not PickleList list || !list.Items.TrueForAll(key => key is string))
        {
            throw Error(bytes, "its list of storages is no list of strings", SafetensorsHeader.Damaged);
        }

        return new(
            CheckpointFormat.PyTorchLegacy,
            Tensors(bytes, data, meaning.Storages, [.. list.Items.Cast<string>()], position),
            CheckpointContent.Notes(data)
        );
    }

    private static CheckpointTensor[] Tensors(
        FileBytes bytes,
        object? data,
        IReadOnlyDictionary<string, TorchStorage> named,
        string[] keys,
        long position
    )
    {
        string file = bytes.File;
        ByteSource source = bytes.Source;

        // What cannot be read has an error of its own, before its storage has one.
        TensorWalk.Find(file, [("", data)], Describe);
        Dictionary<string, (long Position, long Length)> storages = [];
        foreach (string key in keys)
        {
            string what = "the storage " + Quoted.Text(key);
            long count = BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(position, LengthBytes, what));
            position += LengthBytes;

            // The file says how many values a storage has, and the pickle of which type.
            if (
                !named.TryGetValue(key, out TorchStorage? storage)
                || (storage.IsUntyped ? TensorDataType.U8 : storage.DataType) is not { } type
            )
            {
                throw Error(bytes, $"{what} has no type in the pickle, or one that is not read", "Save it again.");
            }

            int size = TensorDataTypes.Bits(type) / 8;
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

        return TensorWalk.Find(file, [("", data)], Resolve);

        CheckpointTensor Describe(string name, TorchTensor tensor) =>
            new(source, name, tensor.DataType, [], 0, StridedValues.Contiguous(0, 8));

        CheckpointTensor Resolve(string name, TorchTensor tensor) =>
            storages.TryGetValue(tensor.Storage.Key, out (long Position, long Length) place)
                ? TensorPlacement.Place(file, source, name, tensor, place.Position, place.Length)
                : throw new WeightFileException(
                    file,
                    $"tensor {Quoted.Text(name)}: its storage {Quoted.Text(tensor.Storage.Key)} is missing",
                    SafetensorsHeader.CutShort,
                    name
                );
    }

    private static object? Unpickle(FileBytes bytes, ref long position, string what, TorchMeaning? meaning = null)
    {
        long length = Math.Min(PickleReader.LongestPickle, bytes.Length - position);
        object? value = PickleReader.Read(
            bytes.File,
            what,
            position,
            bytes.Slice(position, length, what),
            meaning ?? new TorchMeaning(),
            out int read
        );
        position += read;
        return value;
    }

    private static WeightFileException Error(FileBytes bytes, string problem, string advice, long? position = null) =>
        new(bytes.File, problem, advice, position: position);
}
