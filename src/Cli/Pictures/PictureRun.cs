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

        PictureWorker[] workers = [.. networks.Select(network => new PictureWorker(preprocessing, network, length))];
        using IEnumerator<PictureOutcome> outcomes = OrderedWork
            .Run(workers, found.Files, (worker, file) => worker.Process(file, stop), stop)
            .GetEnumerator();
        ProgressBar.ForEach(terminal, found.Files, _ => Take(outcomes), mayShow: !results.AppearAtOnce, stop);
        results.Complete();
        return _failed ? ExitCode.PictureFailed : ExitCode.Success;
    }

    private void Take(IEnumerator<PictureOutcome> outcomes)
    {
        outcomes.MoveNext();
        PictureOutcome outcome = outcomes.Current;
        if (outcome.Problem is null)
        {
            results.Add(outcome.Path, outcome.Values);
            return;
        }

        _failed = true;
        terminal.Report(Printable.Naming(outcome.Path, outcome.Problem));
        results.AddFailure(outcome.Path, outcome.Problem);
    }
}
