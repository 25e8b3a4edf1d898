namespace ResNetGen.Native.Tests.Support;

/// <summary>A test of several cases that needs a C and a C++ compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = CCompiler.WhyNot;
}
