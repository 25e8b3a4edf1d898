namespace ResNetGen.Import;

/// <summary>Bytes of a file.</summary>
internal readonly record struct OnnxBytes(long Position, long Length);
