using System.Diagnostics;

namespace ResNetGen.Runtime.Tests.Execution;

/// <summary>What a program that is compiled ahead of time asks itself is what the JIT takes here.</summary>
public class Avx512Tests
{
    /// <summary>Of <c>Program</c>: prints what .NET says, and what the runtime says.</summary>
    public const string Command = "compare-avx512";

    [Theory]
    [InlineData("", "")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX512", "00")]
    [InlineData("DOTNET_EnableAVX512", "0x0")]
    [InlineData("DOTNET_EnableAVX512", " 0z")]
    [InlineData("DOTNET_EnableAVX512", "no")]
    [InlineData("DOTNET_EnableAVX512", "1")]
    [InlineData("DOTNET_EnableAVX512F", "0")]
    [InlineData("COMPlus_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableAVX", "0")]
    [InlineData("DOTNET_EnableSSE42", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "0")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "127")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "511")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "512")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "600")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "0x200")]
    public void IsFastWhereTheJitTakesIt(string variable, string value)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(Avx512Tests).Assembly.Location, Command])
        {
            RedirectStandardOutput = true,
        };
        if (variable.Length > 0)
        {
            start.Environment[variable] = value;
        }

        using Process process = Process.Start(start)!;
        string[] said = process.StandardOutput.ReadToEnd().Split();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(said[0], said[1]);
    }
}
