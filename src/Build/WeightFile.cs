using ResNetGen.Import;
using ResNetGen.Weights;

namespace ResNetGen.Build;

/// <summary>
/// Weights of a network in whatever format they are. A safetensors file with the names that <c>Load</c> takes is read
/// as it is, all else is imported.
/// </summary>
internal sealed class WeightFile : IDisposable
{
    private readonly string _path;
    private readonly string _folder;
    private readonly Checkpoint _checkpoint;

    // None where the file is read as it is.
    private ImportedNetwork? _imported;

    private WeightFile(string path, string folder)
    {
        (_path, _folder) = (path, folder);
        _checkpoint = Checkpoint.Open(path);
    }

    /// <summary>
    /// What the file says of its network, where that computes something else than the class, with the same tensors.
    /// </summary>
    public NetworkDeclaration? Other { get; private set; }

    /// <summary>The files that the weights are from.</summary>
    public IReadOnlyList<string> Files => _imported?.Files ?? [_path];

    /// <summary>Tensors that are no part of the network.</summary>
    public int LeftOut => _imported?.LeftOut.Count ?? 0;

    /// <summary>Opens a file.</summary>
    /// <param name="network">The network that it should be of.</param>
    /// <param name="path">The file.</param>
    /// <param name="folder">For a file meanwhile.</param>
    /// <exception cref="WeightException">It cannot be read, or is not this network's.</exception>
    public static WeightFile Open(ModelInfo network, string path, string folder)
    {
        WeightFile file = new(path, folder);
        try
        {
            file.Recognise(network);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the weights as safetensors, under the names that the network reads.</summary>
    /// <param name="read">Reads it.</param>
    public void Read(Action<SafetensorsFile> read)
    {
        if (_imported is null)
        {
            using SafetensorsFile plain = SafetensorsFile.Open(_path);
            read(plain);
            return;
        }

        using TargetFile converted = new(
            Path.Combine(_folder, Path.GetRandomFileName()),
            Replaceable.None,
            _imported.WriteSafetensors
        );
        using SafetensorsFile file = SafetensorsFile.Read(_path, MappedBytes.Open(converted.Temporary));
        read(file);
    }

    public void Dispose() => _checkpoint.Dispose();

    private void Recognise(ModelInfo network)
    {
        WeightException? problem = Bind(network);
        ImportedNetwork found;
        try
        {
            found = ImportedNetwork.Recognise(
                _checkpoint,
                new() { InputHeight = network.InputHeight, InputWidth = network.InputWidth }
            );
        }
        catch (WeightException) when (problem is null && _checkpoint.SideFiles.Count == 0)
        {
            return; // Names and shapes are right, and nothing says more.
        }
        catch (WeightException) when (problem is WeightMismatchException)
        {
            throw problem; // Differences from what is declared say more.
        }

        bool isOther = !found.Computes(network);
        if (problem is null)
        {
            // Of a file that is read as it is, only what is said beside it counts.
            Other = isOther && _checkpoint.SideFiles.Count > 0 ? found.Declaration : null;
            return;
        }

        _imported = found;
        if (isOther && (problem as WeightMismatchException ?? Bind(network)) is { } differences)
        {
            throw differences; // Where tensors differ too, that is the error.
        }

        Other = isOther ? found.Declaration : null;
    }

    private WeightException? Bind(ModelInfo network)
    {
        try
        {
            Read(file => BoundWeights.Bind(file, ExpectedTensors.Of(network)));
            return null;
        }
        catch (WeightException exception)
        {
            return exception;
        }
    }
}
