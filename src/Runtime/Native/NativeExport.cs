using System.ComponentModel;
using System.Reflection;
using System.Text;

namespace ResNetGen.Runtime;

/// <summary>What exported C functions stand on that no network has a part in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NativeExport
{
    private static readonly byte[] Version = NativeError.Pinned(ReadVersion());

    /// <summary>The version of the C interface.</summary>
    public static int AbiVersion => NativeAbi.Version;

    /// <summary>
    /// The text of the last failed call on this thread: the address of UTF-8 that ends in a zero byte.
    /// </summary>
    public static nint LastError() => NativeError.Text;

    /// <summary>The version of the runtime: the address of UTF-8 that ends in a zero byte.</summary>
    public static nint LibraryVersion() => NativeError.AddressOf(Version);

    private static string ReadVersion()
    {
        Assembly assembly = typeof(NativeExport).Assembly;
        string? text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return text?.Split('+')[0] ?? assembly.GetName().Version?.ToString(3) ?? "";
    }
}

/// <summary>
/// What the exported C functions of a network do: checks of pointers and lengths, handles, and codes for whatever is
/// thrown. Nothing is thrown across the border. Addresses are numbers, so that the emitted functions need no unsafe
/// code.
/// </summary>
/// <typeparam name="TModel">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class NativeExport<TModel>
    where TModel : class, IImageModel<TModel>
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Loads weights from a file.</summary>
    /// <param name="weightsPath">UTF-8 that ends in a zero byte.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <param name="model">Where the handle goes.</param>
    public static int Create(nint weightsPath, int threads, nint model)
    {
        try
        {
            Clear(model);
            CheckThreads(threads);
            Give(TModel.Load(ReadPath(weightsPath), threads), model);
            return (int)NativeStatus.Ok;
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }

    /// <summary>Loads weights from the bytes of a file, which are copied.</summary>
    /// <param name="weights">The first byte.</param>
    /// <param name="weightsLength">How many there are.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <param name="model">Where the handle goes.</param>
    public static int CreateFromBytes(nint weights, nuint weightsLength, int threads, nint model)
    {
        try
        {
            Clear(model);
            CheckThreads(threads);
            CheckPointer(weights, "weights");
            if (weightsLength > int.MaxValue)
            {
                throw Invalid(
                    $"weights_length is {weightsLength}, and {int.MaxValue} bytes are the most: load a larger file by its path."
                );
            }

            LentMemory lent = new((byte*)weights, (int)weightsLength);
            Give(TModel.Load(lent.Memory, threads), model);
            return (int)NativeStatus.Ok;
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }

    /// <summary>Loads weights that are in the class.</summary>
    /// <param name="load">The class's <c>LoadEmbedded</c>.</param>
    /// <param name="threads">Threads of one run.</param>
    /// <param name="model">Where the handle goes.</param>
    public static int CreateEmbedded(Func<int, TModel> load, int threads, nint model)
    {
        try
        {
            Clear(model);
            CheckThreads(threads);
            Give(load(threads), model);
            return (int)NativeStatus.Ok;
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }

    /// <summary>A second model on the same weights.</summary>
    /// <param name="model">The handle.</param>
    /// <param name="other">Where the handle of the other goes.</param>
    public static int Fork(nint model, nint other)
    {
        try
        {
            Clear(other, nameof(other));
            TModel original = (TModel)NativeHandles.Find<TModel>(model).Model;
            Give(original.Fork(), other);
            return (int)NativeStatus.Ok;
        }
        catch (ObjectDisposedException)
        {
            // Another thread destroys it at the same time.
            return NativeError.Report(NativeHandles.NoModel());
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }

    /// <summary>Ends a model.</summary>
    /// <param name="model">The handle, or zero.</param>
    public static int Destroy(nint model)
    {
        try
        {
            if (model != 0)
            {
                NativeModel native = NativeHandles.Find<TModel>(model);
                native.EnterToDestroy();
                NativeHandles.Remove(model);
                native.Model.Dispose();
            }

            return (int)NativeStatus.Ok;
        }
        catch (Exception exception)
        {
            return NativeError.Report(exception);
        }
    }

    /// <summary>Runs the network up to its pooled features.</summary>
    /// <param name="model">The handle.</param>
    /// <param name="images">The first float of the images.</param>
    /// <param name="imagesLength">How many floats there are.</param>
    /// <param name="embeddings">Where the features go.</param>
    /// <param name="embeddingsLength">How many floats have room.</param>
    public static int Embed(nint model, nint images, nuint imagesLength, nint embeddings, nuint embeddingsLength)
    {
        try
        {
            NativeModel native = NativeHandles.Find<TModel>(model);
            int count = CheckImages(images, imagesLength);
            int length = CheckResults(
                embeddings,
                embeddingsLength,
                "embeddings",
                count,
                TModel.Network.EmbeddingLength
            );
            native.Enter();
            try
            {
                native.Model.Embed(
                    new ReadOnlySpan<float>((float*)images, (int)imagesLength),
                    new Span<float>((float*)embeddings, length)
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

    /// <summary>A caller that does not look at the code gets no handle of chance.</summary>
    private static void Clear(nint handle, string name = "model")
    {
        CheckPointer(handle, name);
        *(nint*)handle = 0;
    }

    private static void Give(TModel model, nint handle)
    {
        try
        {
            *(nint*)handle = NativeHandles.Add(model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static string ReadPath(nint path)
    {
        CheckPointer(path, "weights_path");
        try
        {
            string text = StrictUtf8.GetString(
                System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)path)
            );
            return text.Length > 0 ? text : throw Invalid("weights_path is empty.");
        }
        catch (DecoderFallbackException exception)
        {
            throw Invalid($"weights_path is not UTF-8, from byte {exception.Index} on.");
        }
    }

    private static void CheckThreads(int threads)
    {
        if (threads is < 1 or > NativeAbi.MaxThreads)
        {
            throw Invalid($"threads is {threads}, and a model runs on 1 to {NativeAbi.MaxThreads}.");
        }
    }

    internal static int CheckImages(nint images, nuint length)
    {
        CheckPointer(images, "images");
        ModelInfo info = TModel.Network;
        nuint one = (nuint)info.InputLength;
        nuint count = length / one;
        if (length == 0 || length % one != 0 || count > (nuint)info.Batch)
        {
            string expected = info.Batch == 1 ? "one image" : $"1 to {info.Batch} images";
            throw Invalid(
                $"images_length is {length}, and the network takes {expected} of {info.InputChannels} x {info.InputHeight} x {info.InputWidth} "
                    + $"= {one} floats."
            );
        }

        return (int)count;
    }

    internal static int CheckResults(nint results, nuint length, string name, int images, int perImage)
    {
        CheckPointer(results, name);
        nuint expected = (nuint)((long)images * perImage);
        return length == expected
            ? (int)length
            : throw Invalid(
                $"{name}_length is {length}, and {images} image(s) give {expected} floats, {perImage} each."
            );
    }

    internal static void CheckPointer(nint pointer, string name)
    {
        if (pointer == 0)
        {
            throw Invalid($"{name} is NULL.");
        }
    }

    internal static NativeException Invalid(string message) => new(NativeStatus.InvalidArgument, message);
}
