using ResNetGen.Runtime.Tests.Reference;

namespace ResNetGen.Runtime.Tests.Kernels;

/// <summary>Features in memory of their own.</summary>
internal sealed unsafe class GuardedFeatures : IKernelOutput, IDisposable
{
    private const int Lanes = BlockedLayout.Lanes;

    private readonly GuardedMemory _memory;
    private readonly int _count;
    private readonly int _batch;

    /// <summary>An output.</summary>
    public GuardedFeatures(int batch, int count)
    {
        _count = count;
        _batch = batch;
        _memory = new GuardedMemory(PackedLayout.Bias(count) * batch);
    }

    /// <summary>An input, with zeros behind the last feature.</summary>
    public GuardedFeatures(Tensor x, int batch)
        : this(batch, x.Channels)
    {
        for (int image = 0; image < x.Images; image++)
        {
            for (int feature = 0; feature < PackedLayout.Bias(_count); feature++)
            {
                At(image, feature) = feature < _count ? (float)x[image, feature, 0, 0] : 0;
            }
        }
    }

    /// <summary>The features from an image on.</summary>
    public Features From(int image) => new(_memory.Pointer + (image * Lanes), _count, _batch);

    public void Poison() => _memory.Fill();

    public float[] Read(int images, bool finite)
    {
        _memory.CheckGuards();
        for (int image = 0; image < _batch; image++)
        {
            for (int feature = image < images ? _count : 0; feature < PackedLayout.Bias(_count); feature++)
            {
                float value = At(image, feature);
                if (image >= images ? !_memory.IsPoison(value) : finite && value != 0)
                {
                    Assert.Fail(
                        $"{value} is behind the last {(image < images ? "feature" : "image")}: image {image}, feature {feature}."
                    );
                }
            }
        }

        float[] values = new float[images * _count];
        From(0).CopyTo(images, values);
        return values;
    }

    public void Dispose() => _memory.Dispose();

    private ref float At(int image, int feature) =>
        ref _memory.Span[(((feature / Lanes * _batch) + image) * Lanes) + (feature % Lanes)];
}
