using System.Text;
using ResNetGen.Weights;

namespace ResNetGen.Import;

/// <summary>
/// What TorchSharp's <c>Module.save</c> and <c>save_state_dict</c> write, and its <c>exportsd.py</c>: how many tensors there
/// are; then of each its name, type, extents and values. Numbers are in LEB128.
/// </summary>
internal static class TorchSharpFile
{
    private const int MostTensors = 100_000;
    private const int LongestName = 1000;
    private const int MostExtents = 64;
    private const string Advice = "Save it again: Module.save of TorchSharp, or its exportsd.py.";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="WeightFileException">It is damaged, or has a type that is not read.</exception>
    public static CheckpointContent Read(FileBytes bytes)
    {
        long position = 0;
        long count = Number(bytes, ref position, "the number of tensors", MostTensors);
        List<CheckpointTensor> tensors = [];
        HashSet<string> names = [];
        for (long index = 0; index < count; index++)
        {
            CheckpointTensor tensor = Tensor(bytes, ref position);
            if (!names.Add(tensor.Name))
            {
                throw Error(bytes, $"tensor {Quoted.Text(tensor.Name)} is there twice", position);
            }

            tensors.Add(tensor);
        }

        return position == bytes.Length
            ? new(CheckpointFormat.TorchSharp, tensors, new Dictionary<string, string>())
            : throw Error(bytes, $"behind its {count} tensors are {bytes.Length - position} bytes more", position);
    }

    private static CheckpointTensor Tensor(FileBytes bytes, ref long position)
    {
        int length = (int)Number(bytes, ref position, "the length of a name", LongestName);
        string name = Name(bytes, position, length);
        position += length;

        string what = $"of tensor {Quoted.Text(name)}";
        long start = position;
        long number = Number(bytes, ref position, $"the type {what}", int.MaxValue);
        TensorDataType type =
            TypeOf(number) ?? throw Error(bytes, $"the type {what} is {number}, which is none that is read", start);
        long[] extents = new long[Number(bytes, ref position, $"the number of extents {what}", MostExtents)];
        Int128 values = 1;
        for (int axis = 0; axis < extents.Length; axis++)
        {
            extents[axis] = Number(bytes, ref position, $"an extent {what}", bytes.Length);

            // Nothing larger than the file can follow, unless there are no values at all.
            values = Int128.Min(values * extents[axis], long.MaxValue);
        }

        int bits = TensorDataTypes.Bits(type);
        Int128 size = values * bits / 8;
        if (size > bytes.Length - position)
        {
            throw new WeightFileException(
                bytes.File,
                $"the values {what} need {size} bytes, and {bytes.Length - position} follow",
                SafetensorsHeader.CutShort,
                name,
                position
            );
        }

        CheckpointTensor tensor = new(
            bytes.Source,
            name,
            type,
            [.. extents],
            (long)values,
            StridedValues.Contiguous(position, bits)
        );
        position += (long)size;
        return tensor;
    }

    private static string Name(FileBytes bytes, long position, int length)
    {
        ReadOnlySpan<byte> text = bytes.Slice(position, length, "a name");
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Error(bytes, "a name is not in UTF-8", position);
        }
    }

    private static long Number(FileBytes bytes, ref long position, string what, long most)
    {
        long start = position;
        long result = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte one = bytes.Slice(position, 1, what)[0];
            position++;
            result |= (long)(one & 0x7F) << shift;
            if (one < 0x80)
            {
                return result <= most
                    ? result
                    : throw Error(bytes, $"{what} is {result}, and {most} is the most", start);
            }
        }

        throw Error(bytes, $"{what} has more than 63 bits", start);
    }

    // TorchSharp's ScalarType, which is PyTorch's.
    private static TensorDataType? TypeOf(long number) =>
        number switch
        {
            0 => TensorDataType.U8,
            1 => TensorDataType.I8,
            2 => TensorDataType.I16,
            3 => TensorDataType.I32,
            4 => TensorDataType.I64,
            5 => TensorDataType.F16,
            6 => TensorDataType.F32,
            7 => TensorDataType.F64,
            9 => TensorDataType.C64,
            11 => TensorDataType.Bool,
            15 => TensorDataType.BF16,
            _ => null,
        };

    private static WeightFileException Error(FileBytes bytes, string problem, long position) =>
        new(bytes.File, $"this is a file of TorchSharp, and {problem}", Advice, position: position);
}
