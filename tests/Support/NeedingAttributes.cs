using System.Reflection;
using Xunit.Sdk;

namespace ResNetGen.Tests.Support;

/// <summary>A test that is skipped, with the reason, where the machine has not what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactNeedingAttribute : FactAttribute
{
    public FactNeedingAttribute(Needs needs, string? because = null) => Skip = Machine.WhyNot(needs, because);
}

/// <summary>A test of several cases that is skipped, with the reason, where the machine has not what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryNeedingAttribute : TheoryAttribute
{
    public TheoryNeedingAttribute(Needs needs, string? because = null) => Skip = Machine.WhyNot(needs, because);
}

/// <summary>One case that is skipped, with the reason, where the machine has not what it needs.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class InlineDataNeedingAttribute : DataAttribute
{
    private readonly object?[] _data;

    public InlineDataNeedingAttribute(Needs needs, params object?[] data)
    {
        _data = data;
        Skip = Machine.WhyNot(needs);
    }

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod) => [_data];
}
