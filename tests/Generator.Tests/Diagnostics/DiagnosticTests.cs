using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Diagnostics;

/// <summary>What each wrong declaration is told, and where.</summary>
public sealed partial class DiagnosticTests
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
                [ResNet({|RNG0013:17|}, Classes = {|RNG0018:-1|}, Stem = {|RNG0019:(Stem)7|}, Groups = {|RNG0018:-1|})]
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
