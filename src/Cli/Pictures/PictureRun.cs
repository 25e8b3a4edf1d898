using System.Numerics.Tensors;
using ResNetGen.Cli.Models;
using ResNetGen.Cli.Output;
using ResNetGen.Imaging;
using ResNetGen.Transfer;

namespace ResNetGen.Cli.Pictures;

/// <summary>
/// Takes pictures through a network, several at once; one that cannot be read does not stop the rest. Results come in the
/// order of the pictures.
/// </summary>
/// <param name="terminal">Where messages go.</param>
/// <param name="preprocessing">How pictures are prepared.</param>
/// <param name="networks">What each worker runs.</param>
/// <param name="length">Values that it gives.</param>
/// <param name="results">Where they go.</param>
internal sealed class PictureRun(
    Terminal terminal,
    Preprocessing preprocessing,
    IReadOnlyList<NetworkFunction> networks,
    int length,
    IPictureResults results
)
{
    private bool _failed;

    /// <returns>The exit code.</returns>
    public int Run(PictureFiles found, CancellationToken stop)
    {
        foreach (LeftOutFiles files in found.LeftOut)
        {
            terminal.Report(Printable.Naming(files.Example, files.Describe()));
            results.AddLeftOut(files);
        }

        Worker[] workers = [.. networks.Select(network => new Worker(preprocessing, network, length))];
        using IEnumerator<Outcome> outcomes = OrderedWork
            .Run(workers, found.Files, (worker, file) => worker.Process(file, stop), stop)
            .GetEnumerator();
        ProgressBar.ForEach(terminal, found.Files, _ => Take(outcomes), mayShow: !results.AppearAtOnce, stop);
        results.Complete();
        return _failed ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private void Take(IEnumerator<Outcome> outcomes)
    {
        outcomes.MoveNext();
        (string path, float[] values, string? problem) = outcomes.Current;
        if (problem is null)
        {
            results.Add(path, values);
            return;
        }

        _failed = true;
        terminal.Report(Printable.Naming(path, problem));
        results.AddFailure(path, problem);
    }

    private sealed record Outcome(string Path, float[] Values, string? Problem = null);

    private sealed class Worker(Preprocessing preprocessing, NetworkFunction network, int length)
    {
        private readonly float[] _image = new float[preprocessing.Length];

        public Outcome Process(PictureFile file, CancellationToken stop)
        {
            if (file.Problem is { } problem)
            {
                return new Outcome(file.Path, [], problem);
            }

            try
            {
                preprocessing.Apply(preprocessing.Load(file.Path, cancellationToken: stop), _image);
            }
            catch (PictureException unreadable)
            {
                return new Outcome(file.Path, [], unreadable.Message);
            }

            float[] values = new float[length];
            network(_image, values);
            return TensorPrimitives.IsFiniteAll<float>(values)
                ? new Outcome(file.Path, values)
                : new Outcome(file.Path, [], $"{file.Path}: the weights give no finite result.");
        }
    }
}
