namespace ResNetGen.Build;

/// <summary>What came of a request.</summary>
/// <param name="Errors">Why weights are not embedded.</param>
/// <param name="Messages">What was done, a line for each item.</param>
/// <param name="Read">Files that the weights are from, beside those that the project names.</param>
/// <param name="IsComplete">Whether all weights are packed.</param>
internal sealed record Outcome(
    IReadOnlyList<BuildError> Errors,
    IReadOnlyList<string> Messages,
    IReadOnlyList<string> Read,
    bool IsComplete
)
{
    // Below are the codes of crashes, of the shell and of the host.
    private const int FirstExitCode = 10;
    private const int Unwritable = 1;

    /// <summary>
    /// Tells MSBuild. Errors that stand in the output as MSBuild writes its own are taken for such; but a task whose
    /// program fails adds one that nobody needs. So the last one is raised by the targets, from its number and a file
    /// with its text.
    /// </summary>
    /// <returns>0, or ten more than the number of the last error within its series; 1 if MSBuild cannot be told.</returns>
    public int Report(Request request, TextWriter output)
    {
        foreach (string message in Messages)
        {
            output.WriteLine(message);
        }

        foreach (BuildError error in Errors.SkipLast(1))
        {
            output.WriteLine($"{request.Project} : error {error.Id}: {error.Text}");
        }

        try
        {
            if (Errors.Count > 0)
            {
                File.WriteAllText(request.Failure, Errors[^1].Text);
                return FirstExitCode + Errors[^1].Number - 1000;
            }

            if (IsComplete)
            {
                File.WriteAllLines(request.Read, Read.Select(Path.GetFullPath));
                File.WriteAllText(request.Stamp, "");
            }

            return 0;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            output.WriteLine($"The intermediate folder cannot be written to: {unwritable.Message}");
            return Unwritable;
        }
    }
}
