using ResNetGen.Imaging;

namespace ResNetGen.Import.Tests;

/// <summary>Networks to write as classes.</summary>
internal static class WrittenClasses
{
    public static readonly ImportOptions Small = new() { InputHeight = 64, InputWidth = 64 };

    public static ImportedNetwork Network(
        Checkpoint checkpoint,
        Func<NetworkDeclaration, NetworkDeclaration>? declare = null,
        string[]? labels = null,
        string[]? notes = null,
        Preprocessing? preprocessing = null
    )
    {
        ImportedNetwork found = ImportedNetwork.Recognise(checkpoint, Small);
        return new(checkpoint, declare?.Invoke(found.Declaration) ?? found.Declaration, found.Tensors)
        {
            Labels = labels ?? [],
            Notes = notes ?? [],
            Preprocessing = preprocessing?.ForInput(found.Declaration.InputHeight, found.Declaration.InputWidth),
        };
    }

    public static string Plain(TemporaryFolder folder, Checkpoint checkpoint)
    {
        ImportedNetwork.Recognise(checkpoint).WriteSafetensors(folder["plain"]);
        return folder["plain"];
    }

    public static IEnumerable<string> Files(TemporaryFolder folder) =>
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
}
