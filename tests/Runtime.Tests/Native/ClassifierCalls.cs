namespace ResNetGen.Runtime.Tests.Native;

/// <summary>The C functions of a network with a classifier.</summary>
internal sealed unsafe class ClassifierCalls<TModel> : Calls<TModel>
    where TModel : class, IImageClassifier<TModel>
{
    public static NativeStatus Classify(
        nint model,
        ReadOnlySpan<float> images,
        int k,
        Span<int> classes,
        Span<float> probabilities
    )
    {
        fixed (
            float* input = images,
                output = probabilities
        )
        fixed (int* numbers = classes)
        {
            return (NativeStatus)
                NativeClassifierExport<TModel>.Classify(
                    model,
                    (nint)input,
                    (nuint)images.Length,
                    k,
                    (nint)numbers,
                    (nint)output
                );
        }
    }

    public static NativeStatus Forward(nint model, ReadOnlySpan<float> images, Span<float> logits)
    {
        fixed (
            float* input = images,
                output = logits
        )
        {
            return (NativeStatus)
                NativeClassifierExport<TModel>.Forward(
                    model,
                    (nint)input,
                    (nuint)images.Length,
                    (nint)output,
                    (nuint)logits.Length
                );
        }
    }
}
