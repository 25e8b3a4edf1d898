namespace ResNetGen.Cli.Pictures;

/// <summary>Where the results of pictures go, in the order of the pictures.</summary>
internal interface IPictureResults
{
    /// <summary>
    /// Whether results appear on the screen while the work goes on, where a progress bar would be in their way.
    /// </summary>
    bool AppearAtOnce { get; }

    /// <summary>A picture's result.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="values">What the network gave for it; only valid during the call.</param>
    void Add(string path, ReadOnlySpan<float> values);

    /// <summary>A picture without a result.</summary>
    void AddFailure(string path, string problem);

    /// <summary>Pictures of directories that are left out; they were told on standard error.</summary>
    void AddLeftOut(LeftOutFiles files);

    /// <summary>All pictures are done.</summary>
    void Complete();
}
