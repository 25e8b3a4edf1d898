using System.Numerics.Tensors;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Imaging;

namespace ResNetGen.Cli.Pictures;

/// <summary>
/// Takes pictures through a network, one after the other; one that cannot be read does not stop the rest.
/// </summary>
internal sealed class PictureRun(
    Terminal terminal,
    Preprocessing preprocessing,
    NetworkFunction network,
    int length,
    IPictureResults results
)
{
    private readonly float[] _image = new float[preprocessing.Length];
    private readonly float[] _values = new float[length];
    private bool _failed;

    /// <returns>The exit code.</returns>
    public int Run(IEnumerable<string> arguments, CancellationToken stop)
    {
        PictureFiles found = PictureFiles.Find(arguments);
        foreach (LeftOutFiles files in found.LeftOut)
        {
            terminal.Report(Printable.Naming(files.Example, files.Describe()));
            results.AddLeftOut(files);
        }

        ProgressBar.ForEach(terminal, found.Files, file => Process(file, stop), mayShow: !results.AppearAtOnce, stop);
        results.Complete();
        return _failed ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private void Process(PictureFile file, CancellationToken stop)
    {
        if (file.Problem is { } problem)
        {
            Fail(file.Path, problem);
            return;
        }

        try
        {
            preprocessing.Apply(Picture.Load(file.Path, cancellationToken: stop), _image);
        }
        catch (PictureException unreadable)
        {
            Fail(file.Path, unreadable.Message);
            return;
        }

        network(_image, _values);
        if (!TensorPrimitives.IsFiniteAll<float>(_values))
        {
            Fail(file.Path, $"{file.Path}: the weights give no finite result.");
            return;
        }

        results.Add(file.Path, _values);
    }

    private void Fail(string path, string problem)
    {
        _failed = true;
        terminal.Report(Printable.Naming(path, problem));
        results.AddFailure(path, problem);
    }
}
