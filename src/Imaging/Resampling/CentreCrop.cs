namespace ResNetGen.Imaging;

/// <summary>
/// torchvision's <c>CenterCrop</c> along one axis: the margin before the crop is half of what is too much, a half
/// rounded to even; where the picture is smaller, zeros stand around it, the odd one after it.
/// </summary>
/// <param name="SourceStart">The first pixel of the picture that is kept.</param>
/// <param name="Length">How many pixels of the picture are kept.</param>
/// <param name="Start">Zeros before them.</param>
internal readonly record struct CentreCrop(int SourceStart, int Length, int Start)
{
    public static CentreCrop Of(int size, int crop) =>
        crop > size
            ? new CentreCrop(0, size, (crop - size) / 2)
            : new CentreCrop((int)Math.Round((size - crop) / 2.0, MidpointRounding.ToEven), crop, 0);
}
