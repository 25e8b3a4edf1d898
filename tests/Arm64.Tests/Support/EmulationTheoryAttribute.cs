namespace ResNetGen.Arm64.Tests.Support;

/// <summary>A test of several cases that needs what an emulated processor has computed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmulationTheoryAttribute : TheoryAttribute
{
    public EmulationTheoryAttribute() => Skip = Emulation.WhyNot;
}
