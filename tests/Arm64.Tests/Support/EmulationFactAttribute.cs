namespace ResNetGen.Arm64.Tests.Support;

/// <summary>A test that needs what an emulated processor has computed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmulationFactAttribute : FactAttribute
{
    public EmulationFactAttribute() => Skip = Emulation.WhyNot;
}
