using System.Text.RegularExpressions;
using ResNetGen.Generator.Emit;
using ResNetGen.Generator.Plan;
using ResNetGen.Generator.Tests.Harness;
using ResNetGen.Native.Tests.Support;
using ResNetGen.Tests.Support;

namespace ResNetGen.Generator.Tests.Emit;

/// <summary>
/// The header of C functions: what it says, that compilers take it, and that it declares what is exported.
/// </summary>
public sealed partial class HeaderFileTests
{
    private static readonly NativeInterface ResNet50 = InterfaceOf(
        "namespace Demo; [ResNet(50, NativeExport = \"resnet50\")] public sealed partial class Classifier;"
    );

    private static readonly NativeInterface Batch = InterfaceOf(
        "[ResNet(BlockType.Basic, 1, Stem = Stem.Conv3x3, Classes = 1, Batch = (\"*/\" == \"/*\") ? 2 : 3, NativeExport = \"\"\"a_Very_Long_name_with_99_characters\"\"\")] partial class 网络;"
    );

    private static readonly NativeInterface Features = InterfaceOf(
        "[ResNet(18, Classes = 0, NativeExport = \"backbone\")] partial class Backbone;"
    );

    public static TheoryData<string, bool> Languages
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string language in new[] { "c99", "c11", "c17", "c++98", "c++11", "c++20" })
            {
                data.Add(language, false);
                data.Add(language, true);
            }

            return data;
        }
    }

    [Fact]
    public Task HeaderOfResNet50() => Verify(HeaderFile.Write(ResNet50), "h");

    [Fact]
    public void EmbeddedWeightsAddAFunction()
    {
        NativeInterface embedded = ResNet50 with { HasEmbeddedWeights = true };
        string[] added = [.. HeaderFile.Write(embedded).Split('\n').Except(HeaderFile.Write(ResNet50).Split('\n'))];
        IndentedWriter writer = new();

        NativeEmitter.EmitFunctions(writer, embedded);

        Assert.Equal(
            [
                "/* As create, from the weights that are in the library. */",
                "RESNET50_API int RESNET50_CALL resnet50_create_embedded(int threads, resnet50_model **model);",
            ],
            added
        );
        Assert.Contains(
            """
                public static int resnet50_create_embedded(int threads, global::System.IntPtr model) =>
                    global::ResNetGen.Runtime.NativeExport<global::Demo.Classifier>.CreateEmbedded(global::Demo.Classifier.LoadEmbedded, threads, model);
            """,
            writer.ToString()
        );
    }

    [Fact]
    public void WithoutAClassifierNothingSpeaksOfClasses()
    {
        string header = HeaderFile.Write(Features).Replace(Features.Origin, "", StringComparison.Ordinal);

        Assert.DoesNotContain("forward", header);
        Assert.DoesNotContain("class", header, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("logit", header);
        Assert.Contains("#define BACKBONE_EMBEDDING_LENGTH 512 ", header);
        Assert.Contains(" backbone_embed(", header);
    }

    [Fact]
    public void LinesAreShortASCIIWhereTheDeclarationIsAndEndAlike()
    {
        string text = HeaderFile.Write(ResNet50);

        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain(" \n", text);
        Assert.EndsWith("#endif /* RESNET50_H */\n", text);
        Assert.All(text, character => Assert.True(char.IsAscii(character)));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 125, line));
    }

    /// <summary>What one header says for another name: only names and numbers differ.</summary>
    [Fact]
    public void NumbersAreThoseOfTheNetwork()
    {
        Dictionary<string, string> constants = Constant()
            .Matches(HeaderFile.Write(Batch))
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);

        Assert.Equal("3", constants["MAX_BATCH"]);
        Assert.Equal("1", constants["CLASSES"]);
        Assert.Equal($"{3 * 224 * 224}", constants["INPUT_LENGTH"]);
        Assert.Equal("64", constants["EMBEDDING_LENGTH"]);
    }

    [Theory]
    [InlineData(1000, 16)]
    [InlineData(0, 13)]
    public void HeaderDeclaresWhatIsExported(int classes, int functions)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"[ResNet(18, Classes = {classes}, NativeExport = \"net\")] partial class Net;"
        );
        string[] exported =
        [
            .. EntryPoint()
                .Matches(run.Sources["Net.Native.g.cs"].ToString())
                .Select(match => match.Groups["name"].Value),
        ];
        string[] declared =
        [
            .. Declared()
                .Matches(run.Sources["Net.Header.g.cs"].ToString())
                .Select(match => match.Groups["name"].Value),
        ];

        Assert.Equal(functions, exported.Length);
        Assert.Equal(exported, declared);
    }

    /// <summary>
    /// Else <c>net</c> and <c>net_x</c>, which are different names, could have a function or a constant in common.
    /// </summary>
    [Fact]
    public void NoNameEndsInAnother()
    {
        string[] names =
        [
            .. NativeFunction.Of(ResNet50 with { HasEmbeddedWeights = true }).Select(function => function.Name),
            .. ConstantOrMember()
                .Matches(HeaderFile.Write(ResNet50))
                .Select(match => match.Groups["name"].Value.ToLowerInvariant())
                .Distinct(),
        ];

        Assert.True(names.Length > 30);
        Assert.All(
            names,
            name => Assert.DoesNotContain(names, other => name.EndsWith("_" + other, StringComparison.Ordinal))
        );
    }

    [TheoryNeeding(Needs.Compilers)]
    [MemberData(nameof(Languages))]
    public void CompilersTakeItWithoutAWord(string language, bool hasEmbeddedWeights)
    {
        string folder = Directory.CreateTempSubdirectory("resnetgen-header-").FullName;
        try
        {
            string source = "";
            foreach (NativeInterface native in new[] { ResNet50, Batch, Features })
            {
                File.WriteAllText(
                    Path.Combine(folder, native.HeaderName),
                    HeaderFile.Write(native with { HasEmbeddedWeights = hasEmbeddedWeights })
                );
                source += $"#include \"{native.HeaderName}\"\n#include \"{native.HeaderName}\"\n";
            }

            // A program that uses types and constants, and takes a function's address.
            source +=
                "int main(void) { resnet50_model *model = 0; int (*destroy)(resnet50_model *) = resnet50_destroy;\n"
                + "    return model == 0 && destroy != 0 && RESNET50_CLASSES == 1000 && RESNET50_OK == 0 ? 0 : RESNET50_INPUT_LENGTH; }\n";
            string file = Path.Combine(
                folder,
                language.StartsWith("c++", StringComparison.Ordinal) ? "main.cpp" : "main.c"
            );
            File.WriteAllText(file, source);
            CCompiler.Compile(language, "-c", file, "-o", Path.Combine(folder, "main.o"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static NativeInterface InterfaceOf(string source) =>
        NativeInterface.Of(Planner.Plan(GeneratorHarness.Run(source).Spec))!;

    [GeneratedRegex("#define A_VERY_LONG_NAME_WITH_99_CHARACTERS_(?<name>[A-Z_]+) (?<value>[0-9]+) ")]
    private static partial Regex Constant();

    [GeneratedRegex("EntryPoint = \"(?<name>[a-z_]+)\"")]
    private static partial Regex EntryPoint();

    [GeneratedRegex("NET_API .*NET_CALL (?<name>[a-z_]+)\\(")]
    private static partial Regex Declared();

    [GeneratedRegex("\\bRESNET50_(?<name>[A-Z_]+)")]
    private static partial Regex ConstantOrMember();
}
