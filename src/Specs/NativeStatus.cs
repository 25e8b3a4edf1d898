namespace ResNetGen;

/// <summary>
/// What a C function returns. Shared by the generator, which writes the header, and the runtime, which returns them:
/// the numbers are part of the binary interface and never change.
/// </summary>
internal enum NativeStatus
{
    /// <summary>It did what it says.</summary>
    Ok = 0,

    /// <summary>
    /// A pointer is null, a length or number is wrong, text is not UTF-8, or the model was destroyed or never was one.
    /// </summary>
    InvalidArgument = 1,

    /// <summary>The weights are damaged, in no known format, or another network's.</summary>
    InvalidWeights = 2,

    /// <summary>The file is not there or cannot be read.</summary>
    CannotRead = 3,

    /// <summary>The model is running, on another thread.</summary>
    Busy = 4,

    /// <summary>Memory is exhausted.</summary>
    OutOfMemory = 5,

    /// <summary>Anything else.</summary>
    InternalError = 6,
}
