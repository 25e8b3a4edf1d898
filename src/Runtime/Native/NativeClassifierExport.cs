using System.Buffers;
using System.ComponentModel;

namespace ResNetGen.Runtime;

/// <summary>
/// What those exported C functions do that need a classifier: as <see cref="NativeExport{TModel}"/>, which has the
/// others.
/// </summary>
/// <typeparam name="TModel">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NativeClassifierExport<TModel>
    where TModel : class, IImageClassifier<TModel>
{
    /// <summary>Runs the network.</summary>
    /// <param name="model">The handle.</param>
    /// <param name="images">The first float of the images.</param>
    /// <param name="imagesLength">How many floats there are.</param>
    /// <param name="logits">Where the logits go.</param>
    /// <param name="logitsLength">How many floats have room.</param>
    public static int Forward(nint model, nint images, nuint imagesLength, nint logits, nuint logitsLength)
    {
        try
        {
            NativeModel native = NativeHandles.Find<TModel>(model);
            int count = NativeExport<TModel>.CheckImages(images, imagesLength);
            int length = NativeExport<TModel>.CheckResults(
                logits,
                logitsLength,
                "logits",
                count,
                TModel.Network.Classes
            );
            native.Enter();
            try
            {
                ((TModel)native.Model).Forward(
                    new ReadOnlySpan<float>((float*)images, (int)imagesLength),
                    new Span<float>((float*)logits, length)
                );
            }
            finally
            {
                native.Leave();
            }

            return (int)NativeStatus.Ok;
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }

    /// <summary>Runs the network to its most probable classes.</summary>
    /// <param name="model">The handle.</param>
    /// <param name="images">The first float of the images.</param>
    /// <param name="imagesLength">How many floats there are.</param>
    /// <param name="k">How many classes of each image.</param>
    /// <param name="classes">Where the classes go.</param>
    /// <param name="probabilities">Where their probabilities go.</param>
    public static int Classify(nint model, nint images, nuint imagesLength, int k, nint classes, nint probabilities)
    {
        try
        {
            NativeModel native = NativeHandles.Find<TModel>(model);
            int count = NativeExport<TModel>.CheckImages(images, imagesLength);
            int all = TModel.Network.Classes;
            NativeExport<TModel>.CheckPointer(classes, nameof(classes));
            NativeExport<TModel>.CheckPointer(probabilities, nameof(probabilities));
            if (k < 1 || k > all)
            {
                throw NativeExport<TModel>.Invalid(
                    $"k is {k}, and the network tells {all} classes apart: 1 to {all} are expected."
                );
            }

            native.Enter();
            try
            {
                ClassProbability[] rented = ArrayPool<ClassProbability>.Shared.Rent(count * k);
                Span<ClassProbability> results = rented.AsSpan(0, count * k);
                ((TModel)native.Model).Classify(new ReadOnlySpan<float>((float*)images, (int)imagesLength), results);
                for (int i = 0; i < results.Length; i++)
                {
                    (((int*)classes)[i], ((float*)probabilities)[i]) = results[i];
                }

                ArrayPool<ClassProbability>.Shared.Return(rented);
            }
            finally
            {
                native.Leave();
            }

            return (int)NativeStatus.Ok;
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }
}
