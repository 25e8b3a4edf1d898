namespace ResNetGen.Runtime;

/// <summary>What the choice of kernels asks for: here they are, so there is nothing to link.</summary>
internal static class Vectors512
{
    public const string Object = "none";
    public const bool AreLinked = false;
}
