using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ResNetGen.Generator.Parse;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary>
/// Emitted code compiles without a word from the compiler, whatever is declared and whatever stands round it.
/// </summary>
public sealed class CompilationTests
{
    private static readonly string[] Attributes =
    [
        "ResNet(18)",
        "ResNet(34)",
        "ResNet(50)",
        "ResNet(101)",
        "ResNet(152)",
        "ResNet(18, InputHeight = 225, InputWidth = 193)",
        "ResNet(18, InputHeight = 17, InputWidth = 1023)",
        "ResNet(50, Groups = 32, WidthPerGroup = 4, BottleneckStride = BottleneckStride.Conv1x1, Batch = 4)",
        "ResNet(50, Convolution = ConvolutionMode.Direct, Shortcut = Shortcut.ProjectionAlways, Classes = 1)",
        "ResNet(50, Shortcut = Shortcut.ZeroPad, Stem = Stem.Conv3x3, InputHeight = 5, InputWidth = 7)",
        "ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16, Shortcut = Shortcut.ZeroPad, InputChannels = 1, InputHeight = 28, InputWidth = 28)",
        "ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, BaseWidth = 1, InputChannels = 1, InputHeight = 1, InputWidth = 1, Classes = 1)",
        "ResNet(BlockType.Bottleneck, 1, 1, 1, 1, 1, 1, 1, 1, BaseWidth = 4, WidthPerGroup = 16, Groups = 2, InputHeight = 259, InputWidth = 257)",
        "ResNet(50, NativeExport = \"resnet50\", Batch = 4)",
        "ResNet(50, NativeExport = \"resnet50\", Classes = 0)",
        "ResNet(BlockType.Bottleneck, 66, Stem = Stem.Conv3x3, BaseWidth = 16, InputHeight = 3, InputWidth = 9, Batch = 1000)",
    ];

    private static readonly LanguageVersion[] Versions =
    [
        Limits.Language,
        LanguageVersion.CSharp13,
        LanguageVersion.CSharp14,
    ];

    public static TheoryData<LanguageVersion, string> EachVersionAndNetwork
    {
        get
        {
            TheoryData<LanguageVersion, string> data = [];
            foreach (LanguageVersion version in Versions)
            {
                foreach (string attribute in Attributes)
                {
                    data.Add(version, attribute);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Neighbours =>
        [
            // Types and namespaces that hide what the emitted code speaks of.
            """
                namespace Demo
                {
                    namespace System { class ReadOnlySpan; namespace Collections.Generic { class IReadOnlyList; } }
                    namespace ResNetGen { class IImageModel; class IImageClassifier; namespace Runtime { class Engine; } }
                    [global::ResNetGen.ResNet(18, Stem = global::ResNetGen.Stem.Conv3x3)] partial class Net;
                }
                """,
            """
                namespace Demo
                {
                    class Activation; class ConvolutionAlgorithm; class Engine; class Features; class FeatureMapInfo; class IImageClassifier<T>; class IImageModel<T>;
                    class InputPlanes;
                    class LayerInfo; class LayerKind; class ModelInfo; class ReadOnlyMemory<T>; class ReadOnlySpan; class Runtime; class Span<T>; class Stem;
                    class TimeSpan; class Worker; class Walk; class Layer1_0;
                    [ResNet(18, Stem = global::ResNetGen.Stem.Conv3x3)] partial class Net;
                }
                """,
            """
                namespace Demo
                {
                    namespace System { namespace Runtime { class InteropServices; } class ReadOnlySpan; }
                    namespace ResNetGen { class NativeExport; namespace Runtime { class NativeExport<T>; class NativeClassifierExport<T>; } }
                    class UnmanagedCallersOnly; class NativeExport; class NativeHeader; class CallConvCdecl;
                    [global::ResNetGen.ResNet(18, NativeExport = "net")] partial class net_create;
                }
                """,
            "[assembly: System.CLSCompliant(true)] [ResNet(18, NativeExport = \"Net\")] public partial class Net;",
            "[ResNet(18, NativeExport = \"\"\"Net\"\"\")] partial class Net;",
            "namespace Worker.Engine.Activation.Runtime; [ResNet(18)] partial class Net;",
            "namespace Net { [ResNet(18)] partial class Net; }",
            "namespace Net.Net { partial class Net { internal partial class Inner { [ResNet(18)] internal partial class Outer; } } }",
            "class @global { class ResNetGen; class System; } partial class Outer { class @global; [ResNet(18)] partial class Net; }",
            "global using Worker = System.String; global using Engine = System.Object; global using static System.Math; [ResNet(18)] partial class Net;",
            "namespace ResNetGen; [ResNet(18)] partial class Net;",
            "namespace ResNetGen.Runtime; [ResNet(18)] partial class Net;",
            // Members beside the emitted ones.
            """
                partial class Net
                {
                    int w = 1, x = 2, y = 3, conv1 = 4, shortcut = 5, images = 6, logits = 7, direct = 8, convolution = 9, global = 10;
                    int Sum() => w + x + y + conv1 + shortcut + images + logits + direct + convolution + global;
                    class System; class ResNetGen; class Runtime; class Worker; class Engine; class Activation; class Span; class ReadOnlySpan;
                }

                [ResNet(18)] partial class Net;
                """,
            """
                /// <summary>A network.</summary>
                /// <remarks>It has remarks already.</remarks>
                [System.Diagnostics.DebuggerDisplay("{Info.Name}")]
                [ResNet(18, Classes = Count)]
                public sealed partial class Net : System.IDisposable, System.IEquatable<Net>
                {
                    /// <summary>A constant that the attribute reads.</summary>
                    public const int Count = 10;

                    /// <summary>An instance under another name.</summary>
                    public static Net Open(string path) => Load(path);

                    /// <inheritdoc/>
                    public bool Equals(Net? other) => ReferenceEquals(this, other);

                    /// <inheritdoc/>
                    public override bool Equals(object? obj) => Equals(obj as Net);

                    /// <inheritdoc/>
                    public override int GetHashCode() => 1;
                }
                """,
            "/// <summary>Without documentation of the emitted members, each would be a warning.</summary>\n[ResNet(18)] public partial class Net;",
            "[ResNet(18)] public partial class Net;",
            "[System.Obsolete] [ResNet(18)] partial class Net;",
            "[System.Diagnostics.CodeAnalysis.Experimental(\"DEMO1\")] [ResNet(18)] partial class Net;",
            "#nullable disable\n[ResNet(18)] partial class Net;",
            "[assembly: System.CLSCompliant(true)] [ResNet(18)] public partial class Net;",
            // Each option by the name of its enum, which no emitted member may hide.
            "[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3)] partial class Net;",
            "[ResNet(BlockType.Basic, 1, 1, Shortcut = Shortcut.ZeroPad)] partial class Net;",
            "[ResNet(BlockType.Bottleneck, 1, 1, BottleneckStride = BottleneckStride.Conv1x1)] partial class Net;",
            "[ResNet(BlockType.Basic, 1, Convolution = ConvolutionMode.Direct)] partial class Net;",
        ];

    [Theory]
    [MemberData(nameof(EachVersionAndNetwork))]
    public void EachNetworkInEachVersionOfTheLanguage(LanguageVersion version, string attribute) =>
        Assert.Empty(
            AssertCompiles(
                GeneratorHarness.Compile(version, $"[{attribute}] public sealed partial class Net;")
            ).DiagnosticsOfEmittedCode
        );

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void WhateverStandsRoundIt(string source) => AssertCompiles(GeneratorHarness.Compile(source));

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void WhateverStandsRoundItWithImplicitUsings(string source) =>
        AssertCompiles(
            GeneratorHarness.Compile(
                source,
                """
                global using global::System;
                global using global::System.Collections.Generic;
                global using global::System.IO;
                global using global::System.Linq;
                global using global::System.Net.Http;
                global using global::System.Threading;
                global using global::System.Threading.Tasks;
                """
            )
        );

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("tr-TR")]
    public void CultureMakesNoDifference(string culture)
    {
        CSharpCompilation right = GeneratorHarness.Compile(
            "namespace INDIGO; [ResNet(50, Groups = 32, WidthPerGroup = 4)] partial class IndigoNet;"
        );
        CSharpCompilation wrong = GeneratorHarness.Compile(
            "[ResNet(18, Classes = 2000000, Groups = -1)] partial class Net;"
        );
        (GeneratorRun here, string[] told) = (GeneratorHarness.Run(right), GeneratorHarness.Run(wrong).Messages);

        (GeneratorRun there, string[] toldThere) = In(
            culture,
            () => (GeneratorHarness.Run(right), GeneratorHarness.Run(wrong).Messages)
        );

        Assert.Equal(Texts(here), Texts(there));
        Assert.Equal(told, toldThere);
    }

    private static GeneratorRun AssertCompiles(CSharpCompilation compilation)
    {
        GeneratorRun run = GeneratorHarness.Run(compilation);
        EmitResult result = run.Output.Emit(Stream.Null);

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Messages);
        Assert.NotEmpty(run.Sources);
        Assert.DoesNotContain(run.DiagnosticsOfEmittedCode, one => one.Severity >= DiagnosticSeverity.Warning);
        Assert.DoesNotContain(
            result.Diagnostics,
            one => one.Severity >= DiagnosticSeverity.Warning && one.Id is not ("CS0169" or "CS0414" or "CS1591")
        );
        Assert.True(result.Success);
        return run;
    }

    private static string[] Texts(GeneratorRun run) => [.. run.Sources.Select(file => $"{file.Key}\n{file.Value}")];

    private static T In<T>(string culture, Func<T> run)
    {
        (CultureInfo before, CultureInfo beforeOfTexts) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return run();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeOfTexts);
        }
    }
}
