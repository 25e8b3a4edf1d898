using System.Runtime.InteropServices;
using System.Text;

namespace ResNetGen.Runtime.Tests.Native;

/// <summary>The C functions of a network as a test calls them: with arrays for pointers.</summary>
internal unsafe class Calls<TModel>
    where TModel : class, IImageModel<TModel>
{
    public static NativeStatus Create(string path, out nint model, int threads = 1) =>
        Create(Encoding.UTF8.GetBytes(path + '\0'), out model, threads);

    public static NativeStatus Create(byte[]? path, out nint model, int threads = 1)
    {
        nint handle = -1;
        fixed (byte* pointer = path)
        {
            NativeStatus status = (NativeStatus)NativeExport<TModel>.Create((nint)pointer, threads, (nint)(&handle));
            model = handle;
            return status;
        }
    }

    public static NativeStatus CreateFromBytes(ReadOnlySpan<byte> weights, out nint model, int threads = 1)
    {
        nint handle = -1;
        fixed (byte* pointer = weights)
        {
            NativeStatus status = (NativeStatus)
                NativeExport<TModel>.CreateFromBytes((nint)pointer, (nuint)weights.Length, threads, (nint)(&handle));
            model = handle;
            return status;
        }
    }

    public static NativeStatus CreateEmbedded(Func<int, TModel> load, out nint model, int threads = 1)
    {
        nint handle = -1;
        NativeStatus status = (NativeStatus)NativeExport<TModel>.CreateEmbedded(load, threads, (nint)(&handle));
        model = handle;
        return status;
    }

    public static NativeStatus Fork(nint model, out nint other)
    {
        nint handle = -1;
        NativeStatus status = (NativeStatus)NativeExport<TModel>.Fork(model, (nint)(&handle));
        other = handle;
        return status;
    }

    public static NativeStatus Destroy(nint model) => (NativeStatus)NativeExport<TModel>.Destroy(model);

    public static NativeStatus Embed(nint model, ReadOnlySpan<float> images, Span<float> embeddings)
    {
        fixed (
            float* input = images,
                output = embeddings
        )
        {
            return (NativeStatus)
                NativeExport<TModel>.Embed(
                    model,
                    (nint)input,
                    (nuint)images.Length,
                    (nint)output,
                    (nuint)embeddings.Length
                );
        }
    }

    public static string LastError => Marshal.PtrToStringUTF8(NativeExport.LastError())!;
}
