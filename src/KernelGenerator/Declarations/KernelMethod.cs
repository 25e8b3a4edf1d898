using ResNetGen.Generator;

namespace ResNetGen.KernelGenerator.Declarations;

/// <summary>A partial method that gives a kernel for a vector width: the cached input of its emission.</summary>
/// <param name="Kind">The kind of its kernels.</param>
/// <param name="Namespace">Namespace of the type that declares it.</param>
/// <param name="TypeKeyword"><c>class</c> or <c>struct</c>.</param>
/// <param name="Type">The type, reopened.</param>
/// <param name="Name">Its name.</param>
/// <param name="Head">All of it in front of the body, as C# spells it.</param>
/// <param name="GivesPointer">Whether it gives the kernel itself; otherwise a value that is made of it.</param>
/// <param name="Keys">Its parameters behind the width: they choose by the numbers of the same names.</param>
/// <param name="Kernels">What its attributes declare.</param>
/// <param name="Errors">What is wrong with them; if there is anything, the rest may be empty.</param>
internal sealed record KernelMethod(
    string Kind,
    string Namespace,
    string TypeKeyword,
    string Type,
    string Name,
    string Head,
    bool GivesPointer,
    EquatableArray<string> Keys,
    EquatableArray<KernelNumbers> Kernels,
    EquatableArray<KernelError> Errors
);
