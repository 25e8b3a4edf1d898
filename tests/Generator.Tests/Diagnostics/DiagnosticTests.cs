using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Diagnostics;

/// <summary>What each wrong declaration is told, and where.</summary>
public sealed class DiagnosticTests
{
    public static TheoryData<string, string[]> Classes =>
        new()
        {
            {
                "[ResNet(18)] class {|RNG0001:Net|};",
                [
                    "RNG0001: 'Net' is not partial, but the network is written into another part of it: write 'partial class Net'",
                ]
            },
            {
                "partial class Outer { record struct {|RNG0002:Middle|} { partial class Inner { [ResNet(18)] partial class Net; } } }",
                [
                    "RNG0002: 'Middle' is not partial, but the network 'Net' inside it is written into another part of both: write 'partial record struct Middle'",
                ]
            },
            {
                "[ResNet(18)] partial class {|RNG0003:Net|}<T>;",
                [
                    "RNG0003: 'Net' has type parameters, but a network is one class for one set of weights: write it without them",
                ]
            },
            {
                "partial class Outer<T> { partial class Inner { [ResNet(18)] partial class {|RNG0003:Net|}; } }",
                [
                    "RNG0003: 'Net' stands in 'Outer', which has type parameters, but a network is one class for one set of weights: write it outside of that",
                ]
            },
            {
                "[ResNet(18)] static partial class {|RNG0004:Net|};",
                [
                    "RNG0004: 'Net' is static, but a network is an object that owns its weights: write 'partial class Net'",
                ]
            },
            {
                "[ResNet(18)] abstract partial class {|RNG0005:Net|};",
                [
                    "RNG0005: 'Net' is abstract, but the generated Load creates instances of it: write 'sealed partial class Net'",
                ]
            },
            {
                "[ResNet(18)] sealed partial record {|RNG0006:Net|};",
                [
                    "RNG0006: 'Net' is a record, but a network owns memory and cannot be copied or compared by value: write 'partial class Net'",
                ]
            },
            {
                "[ResNet(18)] partial record class {|RNG0006:Net|};",
                [
                    "RNG0006: 'Net' is a record, but a network owns memory and cannot be copied or compared by value: write 'partial class Net'",
                ]
            },
            {
                "[ResNet(18)] file partial class {|RNG0007:Net|};",
                [
                    "RNG0007: 'Net' can be seen in its own file only, but the network is written in files of its own: write 'Net' without 'file'",
                ]
            },
            {
                "file partial class Outer { [ResNet(18)] partial class {|RNG0007:Net|}; }",
                [
                    "RNG0007: 'Net' can be seen in its own file only, but the network is written in files of its own: write 'Outer' without 'file'",
                ]
            },
            {
                "class Base; [ResNet(18)] partial class {|RNG0008:Net|} : Base;",
                [
                    "RNG0008: 'Net' derives from 'Base', but the generated Load must own the construction of a network: write 'partial class Net' without a base class (interfaces are welcome)",
                ]
            },
            {
                "[ResNet(18)] partial class Net{|RNG0009:(int depth)|};",
                [
                    "RNG0009: 'Net' declares a constructor, but the generated Load makes the instances, with their weights in place: remove it, and write a static method that calls Load if there is more to do",
                ]
            },
            {
                "[ResNet(18)] partial class Net { static Net() { } {|RNG0009:Net|}() { } }",
                [
                    "RNG0009: 'Net' declares a constructor, but the generated Load makes the instances, with their weights in place: remove it, and write a static method that calls Load if there is more to do",
                ]
            },
            {
                "[ResNet(18)] partial class Net { public required int {|RNG0010:Size|} { get; set; } }",
                [
                    "RNG0010: 'Net.Size' is required, but the generated Load makes the instances and cannot set it: write it without 'required'",
                ]
            },
            {
                "[ResNet(18)] partial class Net { public void {|RNG0011:Forward|}() { } }",
                [
                    "RNG0011: 'Net.Forward' has a name that the generated part of the class declares: write another name, such as 'MyForward'",
                ]
            },
            {
                "[ResNet(18)] partial class Net { class {|RNG0011:Layer12_0|}; }",
                [
                    "RNG0011: 'Net.Layer12_0' has a name that the generated part of the class declares: write another name, such as 'MyLayer12_0'",
                ]
            },
            {
                "[ResNet(18)] partial class {|RNG0012:Embed|};",
                [
                    "RNG0012: 'Embed' is also the name of a generated member, and a class cannot have a member of its own name: write another name, such as 'EmbedNetwork'",
                ]
            },
        };

    public static TheoryData<string, string[]> Networks =>
        new()
        {
            {
                "[ResNet({|RNG0013:17|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 17, only 18, 34, 50, 101 or 152: write [ResNet(18)], or the network by its blocks, such as [ResNet(BlockType.Basic, 2, 2, 2, 2)]",
                ]
            },
            {
                "[ResNet(depth: {|RNG0013:int.MaxValue|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 2147483647, only 18, 34, 50, 101 or 152: write [ResNet(152)], or the network by its blocks, such as [ResNet(BlockType.Bottleneck, 3, 8, 36, 3)]",
                ]
            },
            {
                "[ResNet({|RNG0013:20|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 20, only 18, 34, 50, 101 or 152: write it by its blocks, [ResNet(BlockType.Basic, 3, 3, 3, Stem = Stem.Conv3x3, BaseWidth = 16)]",
                ]
            },
            {
                "[ResNet({|RNG0013:200|})] partial class Net;",
                [
                    "RNG0013: There is no ResNet preset of depth 200, only 18, 34, 50, 101 or 152: write it by its blocks, [ResNet(BlockType.Bottleneck, 3, 24, 36, 3)]",
                ]
            },
            {
                "[{|RNG0014:ResNet(BlockType.Bottleneck)|}] partial class Net;",
                [
                    "RNG0014: The network has no stages, but needs the number of blocks in each: write them, such as [ResNet(BlockType.Bottleneck, 3, 4, 6, 3)]",
                ]
            },
            {
                "[{|RNG0014:ResNet(BlockType.Basic, null)|}] partial class Net;",
                [
                    "RNG0014: The network has no stages, but needs the number of blocks in each: write them, such as [ResNet(BlockType.Basic, 2, 2, 2, 2)]",
                ]
            },
            {
                "[ResNet(BlockType.Basic, 3, {|RNG0015:0|}, {|RNG0015:-1|})] partial class Net;",
                [
                    "RNG0015: Stage 2 has 0 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                    "RNG0015: Stage 3 has -1 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                ]
            },
            {
                "[ResNet(BlockType.Basic, new[] { 3, {|RNG0015:0|} })] partial class Net;",
                [
                    "RNG0015: Stage 2 has 0 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                ]
            },
            {
                "[ResNet(BlockType.Basic, new int[] { 3, {|RNG0015:0|} })] partial class Net;",
                [
                    "RNG0015: Stage 2 has 0 blocks, but must have 1 or more: write a positive number, or leave the stage out",
                ]
            },
            {
                "[ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1, {|RNG0016:1|}, 1)] partial class Net;",
                [
                    "RNG0016: The network has 10 stages, but can have 8 at the most: write fewer stages with more blocks in each",
                ]
            },
            {
                "[ResNet(BlockType.Basic, 3, {|RNG0017:2046|})] partial class Net;",
                [
                    "RNG0017: The network has 2,049 blocks, but can have 2,048 at the most, as each is written out in code: write smaller stages",
                ]
            },
            {
                "[ResNet(BlockType.Basic, {|RNG0017:int.MaxValue|}, int.MaxValue, int.MaxValue)] partial class Net;",
                [
                    "RNG0017: The network has 6,442,450,941 blocks, but can have 2,048 at the most, as each is written out in code: write smaller stages",
                ]
            },
            {
                "[ResNet(50, Classes = {|RNG0018:0|})] partial class Net;",
                [
                    "RNG0018: Classes is 0, but must be between 1 and 1,000,000: write a number in that range, such as Classes = 1000",
                ]
            },
            {
                "[ResNet(50, InputChannels = {|RNG0018:4097|})] partial class Net;",
                [
                    "RNG0018: InputChannels is 4,097, but must be between 1 and 4,096: write a number in that range, such as InputChannels = 4096",
                ]
            },
            {
                "[ResNet(50, InputHeight = {|RNG0018:-224|})] partial class Net;",
                [
                    "RNG0018: InputHeight is -224, but must be between 1 and 16,384: write a number in that range, such as InputHeight = 224",
                ]
            },
            {
                "[ResNet(50, InputWidth = {|RNG0018:16385|})] partial class Net;",
                [
                    "RNG0018: InputWidth is 16,385, but must be between 1 and 16,384: write a number in that range, such as InputWidth = 16384",
                ]
            },
            {
                "[ResNet(50, Batch = {|RNG0018:1025|})] partial class Net;",
                [
                    "RNG0018: Batch is 1,025, but must be between 1 and 1,024: write a number in that range, such as Batch = 1024",
                ]
            },
            {
                "[ResNet(50, BaseWidth = {|RNG0018:8193|})] partial class Net;",
                [
                    "RNG0018: BaseWidth is 8,193, but must be between 1 and 8,192: write a number in that range, such as BaseWidth = 8192",
                ]
            },
            {
                "[ResNet(50, Groups = {|RNG0018:0|})] partial class Net;",
                [
                    "RNG0018: Groups is 0, but must be between 1 and 8,192: write a number in that range, such as Groups = 1",
                ]
            },
            {
                "[ResNet(50, WidthPerGroup = {|RNG0018:int.MinValue|})] partial class Net;",
                [
                    "RNG0018: WidthPerGroup is -2,147,483,648, but must be between 1 and 8,192: write a number in that range, such as WidthPerGroup = 64",
                ]
            },
            {
                "[ResNet({|RNG0019:(BlockType)9|}, 1)] partial class Net;",
                ["RNG0019: BlockType has no member of value 9: write BlockType.Basic or BlockType.Bottleneck"]
            },
            {
                "[ResNet(50, Stem = {|RNG0019:(Stem)7|})] partial class Net;",
                ["RNG0019: Stem has no member of value 7: write Stem.Conv7x7 or Stem.Conv3x3"]
            },
            {
                "[ResNet(50, Shortcut = {|RNG0019:(Shortcut)(-1)|})] partial class Net;",
                [
                    "RNG0019: Shortcut has no member of value -1: write Shortcut.Projection, Shortcut.ProjectionAlways or Shortcut.ZeroPad",
                ]
            },
            {
                "[ResNet(50, BottleneckStride = {|RNG0019:(BottleneckStride)2|})] partial class Net;",
                [
                    "RNG0019: BottleneckStride has no member of value 2: write BottleneckStride.Conv3x3 or BottleneckStride.Conv1x1",
                ]
            },
            {
                "[ResNet(50, Convolution = {|RNG0019:(ConvolutionMode)9|})] partial class Net;",
                ["RNG0019: Convolution has no member of value 9: write ConvolutionMode.Auto or ConvolutionMode.Direct"]
            },
            {
                "[ResNet(50, InputHeight = {|RNG0020:16|}, InputWidth = {|RNG0020:4|})] partial class Net;",
                [
                    "RNG0020: InputHeight is 16, but some layer would be left with a single pixel to halve: write InputHeight = 17 or more, or the stem for small images, Stem = Stem.Conv3x3",
                    "RNG0020: InputWidth is 4, but some layer would be left with a single pixel to halve: write InputWidth = 17 or more",
                ]
            },
            {
                "[{|RNG0020:ResNet(BlockType.Basic, 1, 1, 1, 1, 1, 1, 1, 1, InputWidth = 257)|}] partial class Net;",
                [
                    "RNG0020: InputHeight is 224, but some layer would be left with a single pixel to halve: write InputHeight = 257 or more, or the stem for small images, Stem = Stem.Conv3x3",
                ]
            },
            {
                "[ResNet(18, Groups = {|RNG0021:32|}, WidthPerGroup = {|RNG0021:4|})] partial class Net;",
                [
                    "RNG0021: Groups is 32, but must be 1 for basic blocks: leave it out, or write bottleneck blocks, such as [ResNet(50, Groups = 32)]",
                    "RNG0021: WidthPerGroup is 4, but must be 64 for basic blocks: leave it out, or write bottleneck blocks, such as [ResNet(50, WidthPerGroup = 4)]",
                ]
            },
            {
                "[ResNet(34, BottleneckStride = {|RNG0022:BottleneckStride.Conv1x1|})] partial class Net;",
                [
                    "RNG0022: BottleneckStride is Conv1x1, but the network has basic blocks, and no 1x1 convolution to put the stride in: leave it out, or write bottleneck blocks, such as [ResNet(50, BottleneckStride = BottleneckStride.Conv1x1)]",
                ]
            },
            {
                "[ResNet(50, BaseWidth = 16, WidthPerGroup = {|RNG0023:6|})] partial class Net;",
                [
                    "RNG0023: WidthPerGroup = 6 with BaseWidth = 16 makes 1.5 channels in each group of the first stage (BaseWidth * WidthPerGroup / 64), but they must be a whole number: write WidthPerGroup = 4 or 8",
                ]
            },
            {
                "[ResNet(50, BaseWidth = 1, WidthPerGroup = {|RNG0023:1|})] partial class Net;",
                [
                    "RNG0023: WidthPerGroup = 1 with BaseWidth = 1 makes 0.015625 channels in each group of the first stage (BaseWidth * WidthPerGroup / 64), but they must be a whole number: write WidthPerGroup = 64",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, BaseWidth = 4096)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as its widest layer has 131,072 channels, but 65,536 is the most: write a smaller BaseWidth, or fewer stages",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, Groups = 8192)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as its widest layer has 4,194,304 channels, but 65,536 is the most: write fewer Groups, a smaller WidthPerGroup or BaseWidth, or fewer stages",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, BaseWidth = 1024)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as it has 6,035,818,472 parameters, but 2,147,483,647 is the most: write a smaller BaseWidth, fewer blocks or fewer Classes",
                ]
            },
            {
                "[{|RNG0024:ResNet(50, InputHeight = 16384, InputWidth = 16384)|}] partial class Net;",
                [
                    "RNG0024: The network is too large, as one image needs a workspace of 11,822,697,216 floats, but 2,147,483,647 is the most: write a smaller InputHeight and InputWidth",
                ]
            },
            {
                "[ResNet(50, Batch = {|RNG0024:1024|})] partial class Net;",
                [
                    "RNG0024: The network is too large, as a batch of 1,024 needs a workspace of 2,425,094,144 floats, but 2,147,483,647 is the most: write Batch = 906 or less",
                ]
            },
        };

    public static TheoryData<string, string[]> Exports =>
        new()
        {
            { Export("\"\""), Told("", "it is empty", "net") },
            { Export("\"50\""), Told("50", "it does not begin with a letter", "net") },
            { Export("\"_net\""), Told("_net", "it does not begin with a letter", "net") },
            {
                Export("\"res-net 50!\""),
                Told("res-net 50!", "'-' is no letter from a to z, digit or underscore", "res_net_50")
            },
            { Export("\"größe\""), Told("größe", "'ö' is no letter from a to z, digit or underscore", "gr_e") },
            { Export("\"net\\0\""), Told("net\\0", "'\\0' is no letter from a to z, digit or underscore", "net") },
            {
                Export("\"res__net\""),
                Told("res__net", "C++ keeps names with two underscores in a row for itself", "res_net")
            },
            { Export("\"struct\""), Told("struct", "it is a keyword", "struct_net") },
            {
                Export("\"net_\""),
                Told(
                    "net_",
                    "it ends with an underscore, and C++ keeps names with two underscores in a row for itself",
                    "net"
                )
            },
            { Export("\"stddef\""), Told("stddef", "the C library has a header of this name", "stddef_net") },
            { Export("\"String\""), Told("String", "the C library has a header of this name", "String_net") },
            { Export("\"pthread\""), Told("pthread", "the C library has a header of this name", "pthread_net") },
            {
                Export("\"con\""),
                Told("con", "Windows has a device of this name, where its header would be", "con_net")
            },
            {
                Export("\"LPT1\""),
                Told("LPT1", "Windows has a device of this name, where its header would be", "LPT1_net")
            },
            { Export("\"class\""), Told("class", "it is a keyword", "class_net") },
            {
                Export("\"" + new string('n', 65) + "\""),
                Told(new string('n', 64) + "...", "it has 65 characters, and 64 are the most", new string('n', 64))
            },
            {
                "[ResNet(18, NativeExport = {|RNG0028:\"net\"|})] partial class One; [ResNet(34, NativeExport = {|RNG0028:\"NET\"|})] partial class Two;"
                    + "[ResNet(50, NativeExport = \"net_2\")] partial class Three;",
                [
                    "RNG0028: 'One' is exported as 'net', but 'Two' as 'NET', and a library has each C function and header once (upper and lower case "
                        + "make no difference): write another name, such as NativeExport = \"net_3\"",
                    "RNG0028: 'Two' is exported as 'NET', but 'One' as 'net', and a library has each C function and header once (upper and lower case "
                        + "make no difference): write another name, such as NativeExport = \"NET_3\"",
                ]
            },
        };

    [Theory]
    [MemberData(nameof(Exports))]
    public void WrongExportNameIsToldSoAtItsPlace(string markedSource, string[] messages)
    {
        Markup markup = Markup.Parse(markedSource);

        GeneratorRun run = GeneratorHarness.Run(markup.Source);

        Assert.Equal(messages, run.Messages);
        Assert.Equal(markup.Marks, run.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)));
        Assert.DoesNotContain(
            run.Sources.Keys,
            name => name.StartsWith("Net.") || name.StartsWith("One.") || name.StartsWith("Two.")
        );
    }

    private static string Export(string value) =>
        $"[ResNet(18, NativeExport = {{|RNG0027:{value}|}})] partial class Net;";

    private static string[] Told(string name, string problem, string suggestion) =>
        [
            $"RNG0027: The names of C functions cannot begin with '{name}', as {problem}: write a C identifier, such as NativeExport = \"{suggestion}\"",
        ];

    [Theory]
    [MemberData(nameof(Classes))]
    [MemberData(nameof(Networks))]
    public void WrongDeclarationIsToldSoAtItsPlace(string markedSource, string[] messages)
    {
        Markup markup = Markup.Parse(markedSource);

        GeneratorRun run = GeneratorHarness.Run(markup.Source);

        Assert.Equal(messages, run.Messages);
        Assert.Equal(markup.Marks, run.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)));
        Assert.All(run.Diagnostics, one => Assert.Equal(DiagnosticSeverity.Error, one.Severity));
        Assert.Empty(run.Specs);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void EverythingThatIsWrongIsSaidAtOnce()
    {
        Markup markup = Markup.Parse(
            """
            class {|RNG0002:Outer|}<T>
            {
                [ResNet({|RNG0013:17|}, Classes = {|RNG0018:0|}, Stem = {|RNG0019:(Stem)7|}, Groups = {|RNG0018:-1|})]
                abstract record {|RNG0001:{|RNG0003:{|RNG0005:{|RNG0006:{|RNG0008:{|RNG0012:Embed|}|}|}|}|}|}{|RNG0009:(int Value)|} : Base
                {
                    public required int {|RNG0010:{|RNG0011:Classes|}|};
                    void {|RNG0011:Walk|}() { }
                    int {|RNG0011:_engine1|};
                }
            }

            record Base;
            """
        );

        GeneratorRun run = GeneratorHarness.Run(markup.Source);

        Assert.Equal(markup.Marks, run.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)));
    }

    [Fact]
    public void PlaceMayBeInAnotherFileThanTheAttribute()
    {
        Markup other = Markup.Parse("partial class Net { {|RNG0009:Net|}() { } }");

        GeneratorRun run = GeneratorHarness.Run("[ResNet(18)] partial class Net;", other.Source);

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("Source1.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(other.Marks.Single(), (diagnostic.Id, diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void LineAndColumnAreThoseOfTheText()
    {
        Diagnostic diagnostic = GeneratorHarness.Run("\n\n  [ResNet(17)]\n  partial class Net;").Diagnostics.Single();

        Assert.Equal("Source0.cs: (2,10)-(2,12)", diagnostic.Location.GetLineSpan().ToString());
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    public void LanguageVersionMustBeThatOfTheEmittedCode(LanguageVersion version, string name)
    {
        Markup markup = Markup.Parse("[{|RNG0025:ResNetGen.ResNet(18)|}] partial class Net { }");

        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.Compile(version, markup.Source));

        Assert.Equal(
            [
                $"RNG0025: The network 'Net' is written in C# 12, but the project is compiled as C# {name}: write <LangVersion>12</LangVersion> or later in the project file",
            ],
            run.Messages
        );
        Assert.Equal(markup.Marks, run.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)));
        Assert.Empty(run.Specs);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public void LaterLanguageVersionsAreRight(LanguageVersion version) =>
        Assert.NotNull(GeneratorHarness.Run(GeneratorHarness.Compile(version, "[ResNet(18)] partial class Net;")).Spec);

    [Fact]
    public void RuntimeMustBeReferenced()
    {
        Markup markup = Markup.Parse("[{|RNG0026:ResNet(18)|}] partial class Net;");

        GeneratorRun run = GeneratorHarness.Run(
            GeneratorHarness.CompileWithoutRuntime(LanguageVersion.Latest, markup.Source)
        );

        Assert.Equal(
            [
                "RNG0026: The network 'Net' implements ResNetGen.IImageModel<T>, but no reference has that type: reference the package ResNetGen or the project ResNetGen.Runtime",
            ],
            run.Messages
        );
        Assert.Equal(markup.Marks, run.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)));
        Assert.Empty(run.Specs);
    }

    [Fact]
    public void TypeWithoutANamespaceMayHideOne()
    {
        Markup markup = Markup.Parse("class System; namespace Demo { [{|RNG0029:ResNet(18)|}] partial class Net; }");

        GeneratorRun run = GeneratorHarness.Run(markup.Source);

        Assert.Equal(
            [
                "RNG0029: The project declares a type 'System', and so the generated part of 'Net' cannot reach the namespace of that name: "
                    + "write another name for the type, or put it in a namespace of yours",
            ],
            run.Messages
        );
        Assert.Equal(markup.Marks, run.Diagnostics.Select(one => (one.Id, one.Location.SourceSpan)));
        Assert.Empty(run.Specs);
    }
}
