namespace ResNetGen.Generator.Tests.Documents;

/// <summary>Names in documents that are not of this repository.</summary>
internal static class OtherNames
{
    private static readonly HashSet<string> All =
    [
        // Operators of ONNX, a library that reads protobuf, and files of ML.NET's package.
        "Identity",
        "Dropout",
        "Pad",
        "Reshape",
        "ReduceMean",
        "Gemm",
        "MatMul",
        "Add",
        "Conv",
        "Clip",
        "Mul",
        "Slice",
        "Softmax",
        "LogSoftmax",
        "Sigmoid",
        "ArgMax",
        "TopK",
        "QLinearConv",
        "DequantizeLinear",
        "CodedInputStream",
        "ResNetPreprocess",
        // .NET.
        "AggressiveOptimization",
        "ArgumentException",
        "ArgumentOutOfRangeException",
        "Environment.ProcessorCount",
        "EventSourceSupport",
        "UseSystemResourceKeys",
        "WriteIlcRspFileForCompilation",
        "FileNotFoundException",
        "InvalidOperationException",
        "MemoryManager",
        "ObjectDisposedException",
        "PlatformNotSupportedException",
        "SafeHandle",
        "GeneratedCode",
        "System.CodeDom",
        "System.CodeDom.Compiler",
        "System.Runtime.InteropServices",
        "Vector128",
        "Vector256",
        "Vector512",
        "TensorPrimitives",
        // Microsoft.Extensions.AI, VectorData and ML.NET.
        "AddEmbeddingGenerator",
        "CreatedAt",
        "DataContent",
        "Dimensions",
        "Embedding",
        "generator.GetService",
        "Microsoft.Extensions.AI",
        "ModelId",
        "VectorStoreVector",
        "AddResNet18",
        "CustomMapping",
        "ExtractPixels",
        "LoadImages",
        "Microsoft.ML",
        "ResizeImages",
        // Its compiler and its builds.
        "CompilerGeneratedFilesOutputPath",
        "EmitCompilerGeneratedFiles",
        "Location",
        "OptimizationPreference",
        "PublicAPI.Shipped",
        "PublicAPI.Unshipped",
        "PublishTrimmed",
        "Size",
        "Speed",
        // Packages.
        "Amazon.Lambda.RuntimeSupport",
        "SkiaSharp.NativeAssets",
        "Verify.Xunit",
        // Slurm.
        "MaxArraySize",
        // Python.
        "OrderedDict",
        "PIL",
        "ValueError",
        // Environment variables.
        "DOTNET_JitDisasm",
        // Examples: a user's names.
        "Class.Method.received.cs",
        "Class.Method.verified.cs",
        "Demo",
        "Labels.Count",
        "TModel",
        "TSelf",
    ];

    /// <summary>Whether a name is one of them, or a member of one.</summary>
    public static bool Contain(string name) =>
        All.Any(other => name == other || name.StartsWith(other + ".", StringComparison.Ordinal));
}
