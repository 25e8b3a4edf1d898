namespace ResNetGen.Import;

/// <summary>What a node computes.</summary>
internal abstract record GraphDetail;

/// <summary>The images.</summary>
internal sealed record ImagesDetail : GraphDetail;

/// <summary>A convolution.</summary>
internal sealed record ConvolutionDetail(
    CheckpointTensor Weight,
    CheckpointTensor? Bias,
    Window Rows,
    Window Columns,
    long Groups
) : GraphDetail;

/// <summary>A multiplication and an addition for each channel.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Operands">One constant; of a batch norm scale, shift, mean and variance.</param>
/// <param name="Epsilon">What a batch norm adds to the variance.</param>
internal sealed record AffineDetail(AffineKind Kind, IReadOnlyList<CheckpointTensor> Operands, double Epsilon = 0)
    : GraphDetail;

internal enum AffineKind
{
    BatchNorm,
    Times,
    Over,
    Plus,
    Minus,
    MinusFrom,
}

/// <summary>ReLU.</summary>
internal sealed record ReluDetail : GraphDetail;

/// <summary>The largest of each window.</summary>
internal sealed record MaxPoolDetail(Window Rows, Window Columns) : GraphDetail;

/// <summary>The mean of a whole map.</summary>
internal sealed record GlobalPoolDetail : GraphDetail;

/// <summary>The sum of two maps.</summary>
internal sealed record SumDetail : GraphDetail;

/// <summary>Every so many rows and columns, from the first.</summary>
internal sealed record SubsampleDetail(long Stride) : GraphDetail;

/// <summary>Every so many rows (axis 2) or columns (axis 3), from the first.</summary>
internal sealed record HalfSubsampleDetail(int Axis, long Stride) : GraphDetail;

/// <summary>Channels of zeros.</summary>
internal sealed record ZeroChannelsDetail(long Before, long After) : GraphDetail;

/// <summary>Pixels of one value round a map.</summary>
internal sealed record PixelsDetail(long Top, long Left, long Bottom, long Right, double Value) : GraphDetail;

/// <summary>A linear layer.</summary>
/// <param name="Weight">[outputs, inputs].</param>
/// <param name="Bias">[outputs].</param>
/// <param name="IsTrailing">Whether its outputs are the last extent, which a bias of that length is added to.</param>
internal sealed record LinearDetail(CheckpointTensor Weight, CheckpointTensor? Bias, bool IsTrailing) : GraphDetail;
