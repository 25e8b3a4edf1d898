namespace ResNetGen.Imaging.Tests;

/// <summary>Gives a few bytes at a time and knows neither length nor position.</summary>
internal sealed class OneWayStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(most, buffer.Length)]);
}
