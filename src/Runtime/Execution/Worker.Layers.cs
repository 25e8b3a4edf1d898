namespace ResNetGen.Runtime;

// What emitted code calls, a layer each. They are members and not extensions: an extension method of the user's project
// would be nearer and would be called instead.
public readonly unsafe partial struct Worker
{
    /// <summary>Copies the images into planes with a border of zeros.</summary>
    /// <param name="y">The planes.</param>
    public void PadImages(InputPlanes y) => PadInput.PadImages(this, y);

    /// <summary>Writes <c>y = max(0, conv(x) + bias)</c>.</summary>
    /// <param name="x">The images; their border is half the kernel.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="stride">1 or 2.</param>
    public void ConvolveImages(InputPlanes x, long weights, Activation y, int kernel, int stride) =>
        StemConvolution.ConvolveImages(this, x, weights, y, kernel, stride);

    /// <summary>Writes <c>y = maxpool(max(0, conv(x) + bias))</c>, where x are the caller's images.</summary>
    /// <param name="channels">Planes of an image.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="weights">Offset of the bias, with the transformed weights packed behind it.</param>
    /// <param name="conv1">The map before the pool: written instead of y where it is what the caller asked for.</param>
    /// <param name="y">Output.</param>
    public void ConvolveAndPoolImages(
        int channels,
        int height,
        int width,
        long weights,
        Activation conv1,
        Activation y
    ) => StemWinograd.ConvolveAndPoolImages(this, channels, height, width, weights, conv1, y);

    /// <summary>
    /// Writes the largest of each 3x3 window. The input comes from ReLU, so its halo of zeros is as good as PyTorch's
    /// negative infinity.
    /// </summary>
    /// <param name="x">Input, not negative; its halo is 1.</param>
    /// <param name="y">Output.</param>
    public void MaxPool3x3(Activation x, Activation y) => MaxPool.MaxPool3x3(this, x, y);

    /// <summary>
    /// Writes <c>y = conv(x) + bias + residual</c>, and <c>max(0, ...)</c> of it with <paramref name="relu"/>.
    /// </summary>
    /// <param name="x">Input; its halo is at least half the kernel.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output; it shares no memory with the others, for it holds partial sums.</param>
    /// <param name="kernel">Rows and columns of the kernel; the padding is half of it.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public void Convolve(
        Activation x,
        long weights,
        Activation y,
        int kernel = 1,
        int stride = 1,
        int groups = 1,
        Activation residual = default,
        bool relu = false
    ) => DirectConvolution.Convolve(this, x, weights, y, kernel, stride, groups, residual, relu);

    /// <summary>Writes <c>y = conv(x) + bias</c>, and <c>max(0, ...)</c> of it with <paramref name="relu"/>.</summary>
    /// <param name="x">Input; its halo is at least 1.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output, with as many channels.</param>
    /// <param name="groupWidth">Channels of a group: 4 or 8.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public void ConvolveGroups(
        Activation x,
        long weights,
        Activation y,
        int groupWidth,
        int stride = 1,
        bool relu = false
    ) => GroupedConvolution.ConvolveGroups(this, x, weights, y, groupWidth, stride, relu);

    /// <summary>
    /// Writes <c>y = conv(x) + bias + residual</c>, and <c>max(0, ...)</c> of it with <paramref name="relu"/>.
    /// </summary>
    /// <param name="x">Input; 64 divides its channels, and its halo is at least half the kernel.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Output; 128 divides its channels. It shares no memory with the others, for it holds partial
    /// sums.</param>
    /// <param name="kernel">Rows and columns of the kernel, 1 or 3; the padding is half of it.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public void ConvolveSkippingZeros(
        Activation x,
        long weights,
        Activation y,
        int kernel = 1,
        int stride = 1,
        Activation residual = default,
        bool relu = false
    ) => ZeroSkippingConvolution.ConvolveSkippingZeros(this, x, weights, y, kernel, stride, residual, relu);

    /// <summary>
    /// Writes <c>y = conv(x) + bias + residual</c>, and <c>max(0, ...)</c> of it with <paramref name="relu"/>.
    /// </summary>
    /// <param name="x">Input; its halo is at least 1.</param>
    /// <param name="weights">Offset of the bias, with the transformed weights packed behind it.</param>
    /// <param name="y">Output, as large as the input, or with stride 2 half as large.</param>
    /// <param name="m">Rows and columns of a whole square of outputs: 2 or 4.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public void ConvolveWinograd(
        Activation x,
        long weights,
        Activation y,
        int m,
        int stride = 1,
        Activation residual = default,
        bool relu = false
    ) => WinogradConvolution.ConvolveWinograd(this, x, weights, y, m, stride, residual, relu);

    /// <summary>
    /// Writes <c>y = conv(x) + bias + residual</c>, and <c>max(0, ...)</c> of it with <paramref name="relu"/>.
    /// </summary>
    /// <param name="x">Input; its halo is at least 1.</param>
    /// <param name="weights">Offset of the bias, with the taps packed behind it as for a direct convolution.</param>
    /// <param name="y">Output, as large as the input.</param>
    /// <param name="residual">What is added before ReLU.</param>
    /// <param name="relu">Whether negative outputs become 0.</param>
    public void ConvolveWinogradFromTaps(
        Activation x,
        long weights,
        Activation y,
        Activation residual = default,
        bool relu = false
    ) => WinogradFromTaps.ConvolveWinogradFromTaps(this, x, weights, y, residual, relu);

    /// <summary>
    /// Writes every <paramref name="stride"/>-th row and column of the input, between channels of zeros.
    /// </summary>
    /// <param name="x">Input.</param>
    /// <param name="y">Output.</param>
    /// <param name="channelsBefore">Zero channels before the input's first.</param>
    /// <param name="stride">Rows and columns from one output pixel to the next.</param>
    public void PadChannels(Activation x, Activation y, int channelsBefore, int stride) =>
        ZeroPadShortcut.PadChannels(this, x, y, channelsBefore, stride);

    /// <summary>Writes the mean of each channel.</summary>
    /// <param name="x">Input.</param>
    /// <param name="y">Output.</param>
    public void AveragePool(Activation x, Features y) => GlobalAveragePool.AveragePool(this, x, y);

    /// <summary>Writes <c>y = weights x + bias</c>.</summary>
    /// <param name="x">Features.</param>
    /// <param name="weights">Offset of the bias, with the weights packed behind it.</param>
    /// <param name="y">Logits.</param>
    public void Linear(Features x, long weights, Features y) => LinearLayer.Linear(this, x, weights, y);
}
