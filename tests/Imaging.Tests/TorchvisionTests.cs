using System.Globalization;

namespace ResNetGen.Imaging.Tests;

/// <summary>
/// The classification presets of torchvision and timm on photographs: equal to Pillow 9.4 and torchvision 0.14 in every
/// bit.
/// </summary>
public sealed class TorchvisionTests
{
    public static TheoryData<string> Crops => new(Golden.Names(".", "*-*-*.png"));

    [Fact]
    public void AllTenCropsAreThere() => Assert.Equal(10, Crops.Count);

    [Theory]
    [MemberData(nameof(Crops))]
    public void CropIsEqualToTheBit(string name)
    {
        (Picture source, int shorterSide, ResizeFilter filter, int crop) = Parse(name);

        Picture actual = source.ToRgb().ResizeShorterSide(shorterSide, filter).CropCentre(crop, crop);

        Golden.AssertSame(Golden.Load(name).ToRgb(), actual);
    }

    [Theory]
    [MemberData(nameof(Crops))]
    public void NetworkInputIsTheCropNormalised(string name)
    {
        (Picture source, int shorterSide, ResizeFilter filter, int crop) = Parse(name);
        Picture expected = Golden.Load(name).ToRgb();
        Preprocessing preprocessing = new()
        {
            ShorterSide = shorterSide,
            Filter = filter,
            CropHeight = crop,
            CropWidth = crop,
        };

        float[] input = preprocessing.Apply(source);

        for (int channel = 0; channel < 3; channel++)
        {
            float mean = preprocessing.Mean[channel];
            float standardDeviation = preprocessing.StandardDeviation[channel];
            for (int pixel = 0; pixel < crop * crop; pixel++)
            {
                float value = expected.Pixels[(3 * pixel) + channel] / 255f;
                value -= mean;
                value /= standardDeviation;
                if (input[(channel * crop * crop) + pixel] != value)
                {
                    Assert.Fail(
                        $"Channel {channel}, pixel {pixel}: {input[(channel * crop * crop) + pixel]:R}, not {value:R}"
                    );
                }
            }
        }
    }

    // NAME.RESIZE-FILTER-CROP.png
    private static (Picture Source, int ShorterSide, ResizeFilter Filter, int Crop) Parse(string name)
    {
        string[] parts = name.Split('.', '-');
        return (
            Golden.Load(parts[0] + ".png"),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            Enum.Parse<ResizeFilter>(parts[2], ignoreCase: true),
            int.Parse(parts[3], CultureInfo.InvariantCulture)
        );
    }
}
