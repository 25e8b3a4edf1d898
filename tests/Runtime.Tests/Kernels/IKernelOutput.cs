namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>What a kernel writes, in memory that shows what else was written.</summary>
internal interface IKernelOutput
{
    /// <summary>Fills its memory with NaN.</summary>
    void Poison();

    /// <summary>
    /// Reads <c>[image][channel][row][column]</c>, and checks that zeros are where the layout wants them and all other
    /// memory is as it was.
    /// </summary>
    /// <param name="images">Images that the kernel was to write, from the first.</param>
    /// <param name="finite">Whether all inputs were finite: a product of infinity and the zero weight of a channel that
    /// fills up a block is none.</param>
    float[] Read(int images, bool finite);
}
