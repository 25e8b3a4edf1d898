namespace ResNetGen.Weights;

/// <summary>
/// Holds what a header says against the data that follows it: the tensors' bytes must cover the data exactly, without
/// hole or overlap (as in huggingface/safetensors, so that a file cannot be two things at once), and each must have the
/// size its shape and type give.
/// </summary>
internal static class SafetensorsLayout
{
    private const string Damaged = "The file is damaged: download or export it again.";

    /// <summary>The tensors in the order of their bytes.</summary>
    /// <exception cref="WeightFileException">Header and data do not fit.</exception>
    public static SafetensorsTensor[] Check(
        string file,
        ByteSource source,
        long dataPosition,
        IEnumerable<SafetensorsHeader.Entry> entries
    )
    {
        long dataLength = source.Length - dataPosition;
        List<SafetensorsTensor> tensors = new();
        long covered = 0L;

        foreach (SafetensorsHeader.Entry entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            string what = "tensor " + Quoted.Text(entry.Name);
            if (entry.End < entry.Start)
            {
                throw Error(entry, $"{what} has data_offsets that run backwards: [{entry.Start}, {entry.End}]");
            }

            if (entry.Start != covered)
            {
                throw Error(entry, Gap(what, entry, tensors, covered));
            }

            if (entry.End > dataLength)
            {
                throw Error(
                    entry,
                    $"{what} ends at byte {entry.End} of the data, of which there are {dataLength}",
                    "The file is cut short: download or export it again."
                );
            }

            long elements = Elements(entry);
            long size = Size(entry, elements);
            if (size != entry.End - entry.Start)
            {
                throw Error(
                    entry,
                    $"{what} is {TensorDataTypes.Name(entry.DataType)} {entry.Shape}, which is {size} bytes, "
                        + $"and has data_offsets of {entry.End - entry.Start} bytes"
                );
            }

            covered = entry.End;
            tensors.Add(
                new SafetensorsTensor(
                    source,
                    entry.Name,
                    entry.DataType,
                    entry.Shape,
                    elements,
                    dataPosition + entry.Start,
                    size
                )
            );
        }

        if (covered != dataLength)
        {
            throw new WeightFileException(
                file,
                $"{dataLength - covered} bytes follow the last tensor, where the file should end",
                Damaged,
                position: dataPosition + covered
            );
        }

        return [.. tensors];

        long Elements(SafetensorsHeader.Entry entry)
        {
            try
            {
                return entry.Shape.Aggregate(1L, (product, extent) => checked(product * extent));
            }
            catch (OverflowException)
            {
                throw Overflow(entry);
            }
        }

        long Size(SafetensorsHeader.Entry entry, long elements)
        {
            // In bits, and with that limit, as the format's own implementation has it.
            UInt128 bits = (UInt128)elements * (uint)TensorDataTypes.Bits(entry.DataType);
            if (bits > ulong.MaxValue)
            {
                throw Overflow(entry);
            }

            if (bits % 8 != 0)
            {
                throw Error(
                    entry,
                    $"tensor {Quoted.Text(entry.Name)} is {TensorDataTypes.Name(entry.DataType)} {entry.Shape}, "
                        + "which is not a whole number of bytes"
                );
            }

            return (long)(bits / 8);
        }

        WeightFileException Overflow(SafetensorsHeader.Entry entry) =>
            Error(entry, $"tensor {Quoted.Text(entry.Name)} has more values than can be: {entry.Shape}");

        WeightFileException Error(SafetensorsHeader.Entry entry, string problem, string advice = Damaged) =>
            new(file, problem, advice, entry.Name, entry.Position);
    }

    private static string Gap(string what, SafetensorsHeader.Entry entry, List<SafetensorsTensor> before, long covered)
    {
        string neighbour =
            before.Count == 0 ? "the start of the data" : "the end of tensor " + Quoted.Text(before[^1].Name);
        return entry.Start > covered
            ? $"{what} leaves a hole of {entry.Start - covered} bytes after {neighbour}: "
                + $"it starts at byte {entry.Start} of the data, not at {covered}"
            : $"{what} overlaps another: it starts at byte {entry.Start} of the data, before {neighbour} at {covered}";
    }
}
