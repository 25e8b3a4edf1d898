using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Import;
using ResNetGen.Transfer;
using ResNetGen.Weights;

namespace ResNetGen.Cli.Learning;

/// <summary>Where <c>fit</c> writes: what can be known before the work is said before it.</summary>
internal static class LearntFile
{
    /// <summary>Where features are kept beside it.</summary>
    public static string IndexOf(string path) => Path.ChangeExtension(path, ".embeddings.safetensors");

    /// <exception cref="CommandFailure">There can be no such file.</exception>
    public static void Check(string path, bool force, bool whole, KnownModel model, string? weights)
    {
        if (whole && weights is null)
        {
            throw CommandFailure.Usage(
                $"--whole writes the weights of {model.Name} too, and needs them as a file: --weights FILE."
            );
        }

        if (Directory.Exists(path))
        {
            throw CommandFailure.CannotWrite($"{path}: this is a directory, where the name of a file is expected.");
        }

        if (SpecialFile.Is(path))
        {
            throw CommandFailure.CannotWrite(
                $"{path}: this is a pipe or a device, where the name of a file is expected."
            );
        }

        if (!force && File.Exists(path))
        {
            throw CommandFailure.CannotWrite($"{path}: there is a file already. --force replaces it.");
        }

        if (weights is not null && File.Exists(path) && NewFile.AreSame(path, weights))
        {
            throw CommandFailure.CannotWrite(
                $"{path}: this is the file of --weights, which is read. Choose another name."
            );
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory && !Directory.Exists(directory))
        {
            throw CommandFailure.CannotWrite($"{path}: there is no such directory. Make it first.");
        }
    }

    /// <summary>Writes a classifier.</summary>
    /// <param name="file">The classifier.</param>
    /// <param name="path">Where to.</param>
    /// <param name="force">Whether a file that is there is replaced.</param>
    /// <param name="weights">The network's weights, to be written too; <see langword="null"/> to write none.</param>
    /// <param name="model">The network.</param>
    public static void Write(ClassifierFile file, string path, bool force, string? weights, KnownModel model)
    {
        try
        {
            if (weights is null)
            {
                file.Save(path, force);
                return;
            }

            using Checkpoint checkpoint = Checkpoint.Open(weights);
            ImportedNetwork network = ImportedNetwork.Recognise(
                checkpoint,
                new() { InputHeight = model.Info.InputHeight, InputWidth = model.Info.InputWidth }
            );
            MemoryStream canonical = new();
            network.WriteSafetensors(canonical);
            using SafetensorsFile below = SafetensorsFile.FromBytes(
                canonical.GetBuffer().AsMemory(0, (int)canonical.Length)
            );
            file.Save(path, below, force);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw CommandFailure.CannotWrite($"The classifier cannot be written: {denied.Message}");
        }
        catch (IOException unwritable)
        {
            throw CommandFailure.CannotWrite($"The classifier cannot be written: {unwritable.Message}");
        }
    }
}
