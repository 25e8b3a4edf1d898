namespace ResNetGen.Cli;

/// <summary>What the process returns; the texts of <c>--help</c> say the same.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Success = 0;

    /// <summary>Some pictures could not be read; the results of the others are complete.</summary>
    public const int PictureFailed = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Weights, labels or a directory of pictures cannot be used; nothing was done.</summary>
    public const int CannotStart = 3;

    /// <summary>The results cannot be written.</summary>
    public const int CannotWrite = 4;

    /// <summary>The accuracy is below the one that was asked for.</summary>
    public const int BelowLimit = 5;

    /// <summary>Pictures of a job cannot be read now; what was done before them is kept, and may go on.</summary>
    public const int PicturesGone = 6;

    /// <summary>A defect of the program (EX_SOFTWARE of BSD).</summary>
    public const int Defect = 70;

    /// <summary>Ended because the screen went away, as shells count it.</summary>
    public const int HungUp = 129;

    /// <summary>Ended by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read the results went away, as shells count it.</summary>
    public const int ReaderGone = 141;

    /// <summary>Ended by SIGTERM, as shells count it.</summary>
    public const int Terminated = 143;
}
