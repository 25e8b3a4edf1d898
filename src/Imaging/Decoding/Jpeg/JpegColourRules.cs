namespace ResNetGen.Imaging.Jpeg;

/// <summary>
/// libjpeg's rules on what the components mean: JFIF first, then Adobe's segment, then the components' names.
/// </summary>
internal sealed class JpegColourRules
{
    private bool _isJfif;
    private int? _adobeTransform;

    public void SeeApplication0(ReadOnlySpan<byte> payload) =>
        _isJfif |= payload is [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, _, _, _, _, _, _, _, _, _, ..];

    public void SeeApplication14(ReadOnlySpan<byte> payload)
    {
        if (payload is [(byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', _, _, _, _, _, _, byte transform, ..])
        {
            _adobeTransform = transform;
        }
    }

    public JpegColour Of(JpegFrame frame) =>
        frame.Components switch
        {
            [_] => JpegColour.Grey,
            [_, _, _, _] => _adobeTransform is null or 0 ? JpegColour.Cmyk : JpegColour.Ycck,
            _ when _isJfif => JpegColour.YCbCr,
            _ when _adobeTransform is { } transform => transform == 0 ? JpegColour.Rgb : JpegColour.YCbCr,
            [{ Header.Id: (byte)'R' }, { Header.Id: (byte)'G' }, { Header.Id: (byte)'B' }] => JpegColour.Rgb,
            _ => JpegColour.YCbCr,
        };
}
