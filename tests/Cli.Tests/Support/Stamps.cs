using ResNetGen.Tests.Support;

namespace ResNetGen.Cli.Tests.Support;

/// <summary>197 photographs in 11 classes, cut out on a transparent ground.</summary>
internal static class Stamps
{
    private static readonly (string Class, string Directory)[] Classes =
    [
        ("birds", "animals/birds"),
        ("fruit", "food/fruit"),
        ("flowers", "plants/flowers"),
        ("roadsigns", "town/roadsigns"),
        ("vegetables", "food/vegetables"),
        ("bovines", "animals/mammals/bovines"),
        ("tools", "household/tools"),
        ("fish", "animals/fish"),
        ("insects", "animals/insects"),
        ("music", "symbols/music"),
        ("clothes", "clothes"),
    ];

    /// <summary>Copies them into directories of their classes.</summary>
    /// <returns>The directory of those.</returns>
    public static string Copy(ClassDirectories classes)
    {
        foreach ((string name, string directory) in Classes)
        {
            foreach (string path in Directory.GetFiles(Path.Combine(Machine.Stamps, directory), "*.png"))
            {
                classes.Write(Path.Combine("stamps", name, Path.GetFileName(path)), File.ReadAllBytes(path));
            }
        }

        return classes.In("stamps");
    }
}
