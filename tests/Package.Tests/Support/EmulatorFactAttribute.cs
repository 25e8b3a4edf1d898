using System.Runtime.InteropServices;

namespace ResNetGen.Package.Tests.Support;

/// <summary>A test that runs a program on an emulated x64 processor.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmulatorFactAttribute : FactAttribute
{
    public const string Emulator = "/usr/bin/qemu-x86_64";

    public EmulatorFactAttribute() =>
        Skip =
            RuntimeInformation.ProcessArchitecture != Architecture.X64
                ? "The program is compiled for another processor than x64."
            : !File.Exists(Emulator) ? $"There is no emulator, '{Emulator}': install qemu-user."
            : null;
}
