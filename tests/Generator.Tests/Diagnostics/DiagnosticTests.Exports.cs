using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Generator.Tests.Diagnostics;

// Names of C functions.
public sealed partial class DiagnosticTests
{
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
}
