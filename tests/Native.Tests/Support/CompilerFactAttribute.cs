namespace ResNetGen.Native.Tests.Support;

/// <summary>A test that needs a C and a C++ compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = CCompiler.WhyNot;
}
