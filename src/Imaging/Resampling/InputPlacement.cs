namespace ResNetGen.Imaging;

/// <summary>Where a picture ends up in the input of a network.</summary>
/// <param name="Width">Columns of the resized picture.</param>
/// <param name="Height">Rows of it.</param>
/// <param name="Columns">Which of its columns are taken, and where they are put.</param>
/// <param name="Rows">The same of its rows.</param>
internal readonly record struct InputPlacement(int Width, int Height, CentreCrop Columns, CentreCrop Rows)
{
    public static InputPlacement Of(Preprocessing preprocessing, int width, int height)
    {
        (int scaledWidth, int scaledHeight) =
            preprocessing.CropMode == CropMode.Border
                ? FittingSize.Scale(width, height, preprocessing.CropWidth, preprocessing.CropHeight)
                : ShorterSide.Scale(width, height, preprocessing.ShorterSide);
        return new InputPlacement(
            scaledWidth,
            scaledHeight,
            CentreCrop.Of(scaledWidth, preprocessing.CropWidth),
            CentreCrop.Of(scaledHeight, preprocessing.CropHeight)
        );
    }
}
