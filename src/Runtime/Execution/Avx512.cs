using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace ResNetGen.Runtime;

/// <summary>
/// Whether a JIT would compute in vectors of 512 bits here, asked of the processor: what .NET says is a constant in a
/// program that is compiled ahead of time for fewer bits.
/// </summary>
internal static class Avx512
{
    // Of leaf 7, what makes up x86-64-v4 beside x86-64-v3: F, DQ, CD, BW and VL.
    private const int Instructions = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);

    private const int FeaturesLeaf = 7;
    private const int SavedStateLeaf = 0xD;
    private const int SavesCompactly = 1 << 1;

    // The state that the system saves between threads, in bytes: the legacy area, the header, AVX's upper halves, and
    // AVX-512's masks, upper halves and upper registers. What else there is, without AMX's, takes less than AVX-512's.
    // Intel SDM, volume 1, 13.4 and 13.5; AMD64 APM, volume 2, 11.5, and volume 3, E, for the leaf.
    private const uint SavedBytes = 512 + 64 + 256 + 64 + 512 + 1024;
    private const uint MatrixBytes = 8192;

    private static readonly string[] _switches =
    [
        "EnableHWIntrinsic",
        "EnableSSE42",
        "EnableAVX",
        "EnableAVX2",
        "EnableAVX512",
    ];

    /// <summary>
    /// Whether the processor has AVX-512, the system saves its registers, and neither .NET's variables nor a processor
    /// that slows down for it say no.
    /// </summary>
    public static bool IsFast { get; } =
        X86Base.IsSupported
        && X86Base.CpuId(0, 0).Eax >= SavedStateLeaf
        && (X86Base.CpuId(FeaturesLeaf, 0).Ebx & Instructions) == Instructions
        && IsSaved()
        && !_switches.Any(name => Setting(name, NumberStyles.HexNumber) == 0)
        && IsPreferred();

    // A virtual machine may hide that states are saved compactly (XSAVEC), and the size with it: then it is 256 bits.
    private static bool IsSaved()
    {
        (int eax, int ebx, _, _) = X86Base.CpuId(SavedStateLeaf, 1);
        return (eax & SavesCompactly) != 0 && (uint)ebx % MatrixBytes >= SavedBytes;
    }

    // .NET rounds the bits down to whole vectors of 128; none is no preference.
    private static bool IsPreferred() =>
        (Setting("PreferredVectorBitWidth", NumberStyles.None) ?? 0) / 128 is uint vectors and not 0
            ? vectors >= 4
            : !SlowsDown();

    // Intel's first ones lower the clock of a core that computes in 512 bits: Skylake to Cooper Lake of servers, and
    // Cannon Lake. .NET takes 256 bits there.
    private static bool SlowsDown()
    {
        (_, int vendor, _, _) = X86Base.CpuId(0, 0);
        int signature = X86Base.CpuId(1, 0).Eax & 0x000F_0FF0;
        return vendor == 0x756E_6547 && signature is 0x0005_0650 or 0x0006_0660;
    }

    // As .NET reads it, but for a sign: up to the first letter that is no digit. Null if it says nothing.
    private static uint? Setting(string name, NumberStyles digits)
    {
        string text = Environment.GetEnvironmentVariable($"DOTNET_{name}") is { Length: > 0 } own
            ? own
            : Environment.GetEnvironmentVariable($"COMPlus_{name}") ?? "";
        text = text.TrimStart();
        bool isHex = digits == NumberStyles.HexNumber;
        int start = isHex && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        int end = start;
        while (end < text.Length && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        return uint.TryParse(text.AsSpan(start, end - start), digits, CultureInfo.InvariantCulture, out uint number)
            ? number
            : null;
    }
}
