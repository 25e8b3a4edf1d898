namespace ResNetGen.Generator.Emit;

/// <summary>One parameter of a C function.</summary>
/// <param name="Type">Its type in C, with a blank at the end where a name needs one: <c>"const float *"</c>, <c>"size_t
/// "</c>.</param>
/// <param name="Name">Its name in C.</param>
internal readonly record struct NativeParameter(string Type, string Name)
{
    /// <summary>Its type in C#: the methods are safe code, and so take pointers as numbers.</summary>
    public string ManagedType =>
        Type.EndsWith("*", StringComparison.Ordinal) ? "global::System.IntPtr"
        : Type == "size_t " ? "global::System.UIntPtr"
        : "int";

    /// <summary>Its name in C#.</summary>
    public string ManagedName =>
        string.Concat(
            Name.Split('_')
                .Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word.Substring(1))
        );
}

/// <summary>One C function: its declaration, its documentation and what it calls.</summary>
/// <param name="Name">Its name behind the prefix: <c>create_from_bytes</c>.</param>
/// <param name="Result">What it returns in C, as a parameter's type.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Body">What the exported method returns, as a C# expression.</param>
/// <param name="Documentation">Lines of the comment above it.</param>
internal sealed record NativeFunction(
    string Name,
    string Result,
    NativeParameter[] Parameters,
    string Body,
    string[] Documentation
)
{
    /// <summary>All functions of an interface, in the order of the header.</summary>
    public static IEnumerable<NativeFunction> Of(NativeInterface native)
    {
        string typed = $"global::ResNetGen.Runtime.NativeExport<{native.ClassName}>";
        const string Shared = "global::ResNetGen.Runtime.NativeExport";
        string constants = native.Constants;
        NativeParameter model = new(native.Model + " *", "model"),
            newModel = new(native.Model + " **", "model");
        NativeParameter threads = new("int ", "threads");
        NativeParameter images = new("const float *", "images"),
            imagesLength = new("size_t ", "images_length");

        yield return Checked(
            "create",
            [new("const char *", "weights_path"), threads, newModel],
            "Loads weights from a file and gives a model that runs on them.",
            "",
            "weights_path  the file, as UTF-8: safetensors with torchvision's names, or one by",
            "              PackedWeights.Pack, which is used where it is mapped: do not change it while a model lives.",
            $"threads       threads of one run, the caller's included: 1 to {NativeAbi.MaxThreads}; more than the process has processors",
            "              are not started",
            "model         receives the model, or NULL on an error; for destroy, once"
        );
        yield return Checked(
            "create_from_bytes",
            [new("const void *", "weights"), new("size_t ", "weights_length"), threads, newModel],
            "As create, from the bytes of such a file. They are copied: the memory is yours again when this returns.",
            $"At most {int.MaxValue} bytes."
        );
        if (native.HasEmbeddedWeights)
        {
            yield return new NativeFunction(
                "create_embedded",
                "int ",
                [threads, newModel],
                $"{typed}.CreateEmbedded({native.ClassName}.LoadEmbedded, threads, model)",
                ["As create, from the weights that are in the library."]
            );
        }

        yield return Checked(
            "fork",
            [new($"const {native.Model} *", "model"), new(native.Model + " **", "other")],
            "A second model on the same weights, with as many threads and memory of its own: one for each thread that calls.",
            "Any thread may fork, also while the model runs. Original and fork are equals: destroy each, in any order."
        );
        yield return Checked(
            "destroy",
            [model],
            "Ends the threads of a model and frees its memory; the weights go with the last model on them. NULL is fine.",
            $"A model that is running on another thread is not destroyed: {constants}_BUSY."
        );
        string[] ofImages =
        [
            $"{Images(native)}, one behind the other,",
            $"each [channel][row][column]: {native.InputChannels} x {native.InputHeight} x {native.InputWidth}, "
                + "normalised as the weights were trained",
        ];
        string imagesLengthIs = $"floats in images: the number of images times {constants}_INPUT_LENGTH";
        if (native.HasClassifier)
        {
            yield return OfClassifier(
                "forward",
                [model, images, imagesLength, new("float *", "logits"), new("size_t ", "logits_length")],
                "Runs the network. Allocates nothing.",
                "",
                $"images         {ofImages[0]}",
                $"               {ofImages[1]}",
                $"images_length  {imagesLengthIs}",
                "logits         receives [image][class]: a score for each class, before softmax",
                $"logits_length  floats in logits: the number of images times {constants}_CLASSES, exactly"
            );
            yield return OfClassifier(
                "classify",
                [
                    model,
                    images,
                    imagesLength,
                    new("int ", "k"),
                    new("int *", "classes"),
                    new("float *", "probabilities"),
                ],
                "Runs the network and gives the k most probable classes of each image, the most probable first.",
                "",
                "images         as for forward",
                "images_length  as for forward",
                $"k              how many classes of each image: 1 to {constants}_CLASSES",
                "classes        receives [image][k]: numbers of classes, from 0; of equals the lower one first",
                "probabilities  receives [image][k]: the probability of each, the softmax of the logits"
            );
        }

        yield return Checked(
            "embed",
            [model, images, imagesLength, new("float *", "embeddings"), new("size_t ", "embeddings_length")],
            [
                native.HasClassifier
                    ? "Runs the network up to the features before the classifier. Allocates nothing."
                    : "Runs the network: gives the features of each image. Allocates nothing.",
                "",
                .. native.HasClassifier
                    ? new[] { "images             as for forward", "images_length      as for forward" }
                    :
                    [
                        $"images             {ofImages[0]}",
                        $"                   {ofImages[1]}",
                        $"images_length      {imagesLengthIs}",
                    ],
                "embeddings         receives [image][feature]",
                $"embeddings_length  floats in embeddings: the number of images times {constants}_EMBEDDING_LENGTH, exactly",
            ]
        );
        yield return new NativeFunction(
            "last_error",
            "const char *",
            [],
            $"{Shared}.LastError()",
            [
                "What went wrong in the last call on this thread that returned an error, as UTF-8 text for people; \"\" if none did.",
                "Valid until the next call on this thread that returns an error, or the thread's end. Not to be freed.",
            ]
        );
        yield return Fact("input_channels", "InputChannels", "Planes of an image.");
        yield return Fact("input_height", "InputHeight", "Rows of an image, in pixels.");
        yield return Fact("input_width", "InputWidth", "Columns of an image, in pixels.");
        yield return Fact("max_batch", "Batch", "The most images that one call takes.");
        if (native.HasClassifier)
        {
            yield return Fact("classes", "Classes", "Classes: the length of one image's logits.");
        }

        yield return Fact(
            "embedding_length",
            "EmbeddingLength",
            $"Features{(native.HasClassifier ? " before the classifier" : "")}: the length of one image's embedding."
        );
        yield return new NativeFunction(
            "abi_version",
            "int ",
            [],
            $"{Shared}.AbiVersion",
            [$"The version of this interface that the library has: compare it with {constants}_ABI_VERSION."]
        );
        yield return new NativeFunction(
            "library_version",
            "const char *",
            [],
            $"{Shared}.LibraryVersion()",
            ["The version of ResNetGen's runtime in the library, such as \"1.0.0\". Valid for ever."]
        );

        NativeFunction Checked(string name, NativeParameter[] parameters, params string[] documentation) =>
            Calling(typed, name, parameters, documentation);

        NativeFunction OfClassifier(string name, NativeParameter[] parameters, params string[] documentation) =>
            Calling(
                $"global::ResNetGen.Runtime.NativeClassifierExport<{native.ClassName}>",
                name,
                parameters,
                documentation
            );

        NativeFunction Calling(string type, string name, NativeParameter[] parameters, string[] documentation)
        {
            string method = string.Concat(
                name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1))
            );
            string arguments = string.Join(", ", parameters.Select(parameter => parameter.ManagedName));
            return new NativeFunction(name, "int ", parameters, $"{type}.{method}({arguments})", documentation);
        }

        NativeFunction Fact(string name, string constant, string documentation) =>
            new(name, "int ", [], $"{native.ClassName}.{constant}", [documentation]);
    }

    private static string Images(NativeInterface native) =>
        native.MaxBatch == 1 ? "one image" : $"1 to {native.MaxBatch} images";
}
