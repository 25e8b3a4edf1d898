namespace ResNetGen.Imaging.Jpeg;

/// <summary>The bytes ended before the end marker. <see cref="JpegDecoder"/> makes a message of it.</summary>
internal sealed class EndOfJpegException : Exception;
