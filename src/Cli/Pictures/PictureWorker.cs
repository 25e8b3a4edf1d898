using System.Numerics.Tensors;
using ResNetGen.Cli.Models;
using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Pictures;

/// <summary>Takes pictures through a network, one at a time.</summary>
/// <param name="preprocessing">How they are prepared.</param>
/// <param name="network">What runs.</param>
/// <param name="length">Values that it gives.</param>
internal sealed class PictureWorker(Preprocessing preprocessing, NetworkFunction network, int length)
{
    private readonly float[] _image = new float[preprocessing.Length];

    /// <summary>Reads a file and runs its picture.</summary>
    public PictureOutcome Process(PictureFile file, CancellationToken stop) =>
        file.Problem is { } problem
            ? new PictureOutcome(file.Path, [], problem)
            : Process(PictureContent.Read(file.Path, stop), stop);

    /// <summary>Runs a picture that was read.</summary>
    public PictureOutcome Process(PictureContent file, CancellationToken stop)
    {
        HashedPicture read = HashedPicture.Decode(preprocessing, file, stop);
        if (read.Picture is not { } picture)
        {
            return new PictureOutcome(file.Path, [], read.Problem, read.ContentHash, file.Problem is not null);
        }

        preprocessing.Apply(picture, _image);
        float[] values = new float[length];
        network(_image, values);
        return TensorPrimitives.IsFiniteAll<float>(values)
            ? new PictureOutcome(file.Path, values, null, read.ContentHash)
            : new PictureOutcome(file.Path, [], $"{file.Path}: the weights give no finite result.", read.ContentHash);
    }
}

/// <summary>What became of a picture.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Values">What the network gave; empty where there is a problem.</param>
/// <param name="Problem">Why there is nothing; <see langword="null"/> where there is.</param>
/// <param name="ContentHash">XXH128 of the file's bytes; zero where they cannot be read.</param>
/// <param name="CannotBeRead">Whether the file cannot be read, of whatever content it is.</param>
internal sealed record PictureOutcome(
    string Path,
    float[] Values,
    string? Problem,
    UInt128 ContentHash = default,
    bool CannotBeRead = false
);
