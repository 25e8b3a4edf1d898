using System.Reflection;
using ResNetGen.Weights;

namespace ResNetGen.Runtime.Tests.Agreement;

/// <summary>The engine under a generated class, for what its users cannot choose: the width of vectors.</summary>
internal static class EngineOf<TModel>
    where TModel : class, IImageModel<TModel>
{
    private static readonly Walk Walk = typeof(TModel)
        .GetMethod("Walk", BindingFlags.NonPublic | BindingFlags.Static)!
        .CreateDelegate<Walk>();

    public static Engine Load(byte[] safetensors, int threads, VectorWidth width)
    {
        using SafetensorsFile file = SafetensorsFile.FromBytes(safetensors);
        return Engine.Load(TModel.Network, Walk, file, threads, width);
    }

    public static Engine LoadEmbedded(Assembly assembly, string resource, int threads) =>
        Engine.LoadEmbedded(TModel.Network, Walk, assembly, resource, threads);
}
