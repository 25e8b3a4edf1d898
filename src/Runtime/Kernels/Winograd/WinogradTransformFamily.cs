using System.Runtime.Intrinsics;

namespace ResNetGen.Runtime;

/// <summary>
/// The transforms of one size of squares and one stride, for a vector width: see <see cref="WinogradTransforms"/>.
/// </summary>
internal readonly unsafe struct WinogradTransformFamily
{
    private WinogradTransformFamily(
        delegate* <int, int, float*, nint, int, float*, nint, void> input,
        delegate* <int, int, int, float*, nint, float*, float*, nint, float, float*, nint, nint, void> output
    )
    {
        Input = input;
        Output = output;
    }

    /// <summary>Transforms squares of inputs, side by side.</summary>
    public delegate* <int, int, float*, nint, int, float*, nint, void> Input { get; }

    /// <summary>
    /// Transforms the products of squares to their outputs, side by side; fetches those so many floats ahead, unless it
    /// is 0.
    /// </summary>
    public delegate* <
        int,
        int,
        int,
        float*,
        nint,
        float*,
        float*,
        nint,
        float,
        float*,
        nint,
        nint,
        void> Output { get; }

    /// <summary>The transforms for squares of so many rows and columns of outputs.</summary>
    public static WinogradTransformFamily For(VectorWidth width, int m, int stride)
    {
        // The hardware tests are constants, so that an ahead-of-time compiler drops the widths it cannot use.
        if (Vector512.IsHardwareAccelerated && width == VectorWidth.Vector512)
        {
            return (m, stride) switch
            {
                (4, 1) => new(&WinogradTransforms.Input4With512, &WinogradTransforms.Output4With512),
                (4, _) => new(&WinogradTransforms.Input4Stride2With512, &WinogradTransforms.Output4Stride2With512),
                (2, 1) => new(&WinogradTransforms.Input2With512, &WinogradTransforms.Output2With512),
                _ => new(&WinogradTransforms.Input2Stride2With512, &WinogradTransforms.Output2Stride2With512),
            };
        }

        if (Vector256.IsHardwareAccelerated && width == VectorWidth.Vector256)
        {
            return (m, stride) switch
            {
                (4, 1) => new(&WinogradTransforms.Input4With256, &WinogradTransforms.Output4With256),
                (4, _) => new(&WinogradTransforms.Input4Stride2With256, &WinogradTransforms.Output4Stride2With256),
                (2, 1) => new(&WinogradTransforms.Input2With256, &WinogradTransforms.Output2With256),
                _ => new(&WinogradTransforms.Input2Stride2With256, &WinogradTransforms.Output2Stride2With256),
            };
        }

        return (m, stride) switch
        {
            (4, 1) => new(&WinogradTransforms.Input4With128, &WinogradTransforms.Output4With128),
            (4, _) => new(&WinogradTransforms.Input4Stride2With128, &WinogradTransforms.Output4Stride2With128),
            (2, 1) => new(&WinogradTransforms.Input2With128, &WinogradTransforms.Output2With128),
            _ => new(&WinogradTransforms.Input2Stride2With128, &WinogradTransforms.Output2Stride2With128),
        };
    }
}
