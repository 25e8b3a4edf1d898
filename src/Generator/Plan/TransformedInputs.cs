namespace ResNetGen.Generator.Plan;

/// <summary>The transformed inputs of a Winograd convolution, where all tiles are transformed first (see <see cref="WinogradLayout"/>).</summary>
internal sealed class TransformedInputs(int outputTile, int stride, int channels, int height, int width) : Buffer
{
    public override long FloatsPerImage => WinogradLayout.Inputs(outputTile, stride, channels, WinogradLayout.Tiles(outputTile, height, width));
}
