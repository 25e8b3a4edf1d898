using System.Runtime.InteropServices;

namespace ResNetGen.Weights;

/// <summary>A tensor to write.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">How each value is stored.</param>
/// <param name="Shape">The extents, outermost first.</param>
/// <param name="ByteLength">Bytes of its values.</param>
/// <param name="Write">Writes them.</param>
internal sealed record SafetensorsValues(
    string Name,
    TensorDataType DataType,
    TensorShape Shape,
    long ByteLength,
    Action<Stream> Write
)
{
    /// <summary>Float32, computed when they are written.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="compute">Gives as many values as the extents say.</param>
    public static SafetensorsValues Of(string name, TensorShape shape, Func<ReadOnlyMemory<float>> compute) =>
        new(
            name,
            TensorDataType.F32,
            shape,
            shape.Aggregate((long)sizeof(float), (bytes, extent) => checked(bytes * extent)),
            stream => stream.Write(MemoryMarshal.AsBytes(compute().Span))
        );
}
