namespace ResNetGen.Imaging;

/// <summary>
/// How a picture lies in its file, as EXIF says it (tag 0x0112, CIPA DC-008): where its first row and its first column
/// belong when it is looked at. The values are EXIF's.
/// </summary>
public enum PictureOrientation
{
    /// <summary>The first row is the top, the first column the left: upright.</summary>
    TopLeft = 1,

    /// <summary>The first column is the right: mirrored left to right.</summary>
    TopRight = 2,

    /// <summary>The first row is the bottom, the first column the right: turned by 180 degrees.</summary>
    BottomRight = 3,

    /// <summary>The first row is the bottom: mirrored top to bottom.</summary>
    BottomLeft = 4,

    /// <summary>The first row is the left, the first column the top: rows and columns exchanged.</summary>
    LeftTop = 5,

    /// <summary>
    /// The first row is the right, the first column the top: upright once it is turned clockwise by 90 degrees.
    /// </summary>
    RightTop = 6,

    /// <summary>The first row is the right, the first column the bottom: exchanged along the other diagonal.</summary>
    RightBottom = 7,

    /// <summary>
    /// The first row is the left, the first column the bottom: upright once it is turned counterclockwise by 90
    /// degrees.
    /// </summary>
    LeftBottom = 8,
}
