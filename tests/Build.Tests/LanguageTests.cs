using ResNetGen.Build.Tests.Support;
using ResNetGen.Generator.Tests.Harness;

namespace ResNetGen.Build.Tests;

/// <summary>The attribute in a project whose compiler runs no generator.</summary>
public sealed class LanguageTests : IDisposable
{
    private const string Text =
        "A [ResNet] stands here, but networks are written in C# alone, and this class gets none: declare it in a C# library, and reference that from this project";

    private readonly PackageTarget _target = new();

    public void Dispose() => _target.Dispose();

    [Fact]
    public void FSharpIsToldOfEachFileWithTheAttribute() =>
        Check(
            "fs",
            told:
            [
                "[<ResNet(18)>]\ntype Net() = class end",
                "[<Sealed; ResNetGen.ResNet(18, Classes = 10)>]\ntype Net() = class end",
                "[<ResNet 18>] type Net() = class end",
                "[<\n  ResNetAttribute(18)\n>]\ntype Net() = class end",
                "[<Sealed>] [<ResNet(18)>]\ntype Net() = class end",
                "[<Sealed;\n  ResNet(18)>]\ntype Net() = class end",
                "[<Sealed\n  ResNet(18)>]\ntype Net() = class end",
                "type [<ResNet(18)>] Net() = class end\nand [<Sealed>] Other() = class end",
                "type Other() = class end\nand [<ResNet(18)>] Net() = class end",
                "[<Description(\"of a > b; or <c>\"); Serves(typeof<List<int>>); global.ResNetGen.ResNet(18)>]\ntype Net() = class end",
                "(* (* one *) and [<ResNet>] another *) [<type: ResNet(18)>]\ntype Net() = class end",
                "let quote' = '\"'\nlet name x' = '\\'', \"\"\"a\"b\"\"\", @\"c:\\\"\n[<ResNet(18)>] type Net() = class end",
                "let times = (*)\n\n[<ResNet(18)>]\ntype Net<'a, 'b>() = class end",
                "\r\n[<Sealed;\r\n  ResNet(18)>]\r\ntype Net() = class end\r\n",
            ],
            other:
            [
                "let model : ResNetGen.IImageModel = Demo.ResNet18.Load(\"ResNet(18)\")",
                "[<Literal>]\nlet Name = \"ResNet\"\nlet model = Demo.ResNet(18)",
                "let fits = 1 < ResNet.Classes",
                "[<ResNet18(18); ResNetwork>]\ntype Net() = class end",
                "// networks are declared with [<ResNet(18)>] in the C# library\nlet x = 1",
                "/// <summary>As [<ResNet(18)>] says.</summary>\nlet x = 1 // [<ResNet(18)>]",
                "let quotations = [<@ ResNet @>]\nlet untyped = [<@@ ResNet @@>]",
                "let first =\n    [<@ ResNet @>]",
                "(*\n[<ResNet(18)>]\n(* *)\n[<ResNet(18)>]\n*)\nlet x = 1",
                "let help = \"\"\"\n[<ResNet(18)>]\ntype \"Net\" = class end\n\"\"\"",
                "let help = \"\\\"\n[<ResNet(18)>]\"\nlet more = @\"\"\"\n[<ResNet(18)>]\n\"",
                "[<Obsolete(\"; ResNet(18)\")>]\nlet x = 1",
                "[<Serves(typeof<ResNet>)>]\n[<ResNet.Other; resnet(18)>]\ntype Net() = class end",
            ]
        );

    [Fact]
    public void VisualBasicIsToldOfEachFileWithTheAttribute() =>
        Check(
            "vb",
            told:
            [
                "<ResNet(18)>\nPartial Public Class Net\nEnd Class",
                "Namespace Demo\n  <Serializable, ResNetGen.ResNet(18, Classes:=10)> Class Net\n  End Class\nEnd Namespace",
                "<resnetgen.resnet(18)>\nClass Net\nEnd Class",
                "<RESNETATTRIBUTE (18)> _\nClass Net\nEnd Class",
                "<Serializable> <ResNetGen.ResNet(18)>\nClass Net\nEnd Class",
                "<Serializable>\n<CLSCompliant(False)>\t<Obsolete> <ResNet(18)> Class Net\nEnd Class",
                "<Serializable,\n ResNet(18)>\nClass Net\nEnd Class",
                "<\n  Global.ResNetGen.ResNet(\n    18)\n>\nClass Net\nEnd Class",
                "<Obsolete(\"write a > b, or \"\"<c>\"\"\"), ResNet(18)>\nClass Net\nEnd Class",
                "<Obsolete(\"a > b\")> <ResNet(18)>\nClass Net\nEnd Class",
                "' It's one of \"several\nREM a \"remark\n<[ResNet](18)>\nClass Net\nEnd Class",
                "\r\n<Serializable>\r\n<ResNet(18)>\r\nClass Net\r\nEnd Class\r\n",
            ],
            other:
            [
                "Class Uses\n  Dim model As New List(Of ResNet)\n  Dim fits = 1 < ResNet.Classes\nEnd Class",
                "<Obsolete>\nClass ResNet\nEnd Class",
                "' networks are declared with <ResNet(18)> in the C# library\nClass Uses\nEnd Class",
                "''' <summary>As\n''' <ResNet(18)> says.</summary>\nClass Uses ' <ResNet(18)>\nEnd Class",
                "REM <ResNet(18)>\nClass Uses\nEnd Class",
                "Class Uses\n  Const Help = \"\n<ResNet(18)>\nClass Net\"\nEnd Class",
                "Class Uses\n  Dim models = <models>\n    <ResNet depth=\"18\"/>\n    <ResNet>18</ResNet>\n  </models>\nEnd Class",
                "<Obsolete(\"A > b, ResNet(18)\")>\nClass Uses\nEnd Class",
                "<Serves(GetType(ResNet))> <ResNet18(18)> <MyResNet(18)>\nClass Uses\nEnd Class",
            ]
        );

    [Fact]
    public void CSharpIsToldNothing() => Check("cs", told: [], other: ["[ResNetGen.ResNet(18)] partial class Net;"]);

    [Fact]
    public void IdHasAPage()
    {
        const string Title = "Attribute stands in a project of another language";
        string page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", "RNG2001.md"));

        Assert.StartsWith($"# RNG2001: {Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"\n{Text}\n", page, StringComparison.Ordinal);
        Assert.Contains(
            $"\n| [RNG2001](RNG2001.md) | {Title} |\n",
            File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md")),
            StringComparison.Ordinal
        );
    }

    private void Check(string extension, string[] told, string[] other)
    {
        string[] paths =
        [
            .. told.Concat(other).Select((_, index) => Path.Combine(_target.Folder, $"File{index}.{extension}")),
        ];
        foreach ((string path, string source) in paths.Zip(told.Concat(other)))
        {
            File.WriteAllText(path, source);
        }

        (string project, string[] lines) = _target.Run(
            "ResNetGenCheckLanguage",
            $"App.{extension}proj",
            $"""
              <PropertyGroup>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="{string.Join(';', paths.Select(Path.GetFileName))};WrittenLater.{extension}" />
              </ItemGroup>
            """
        );

        Assert.Equal(
            paths.Take(told.Length).Select(path => $"{path} : warning RNG2001: {Text} [{project}]"),
            lines.Where(line =>
                line.Contains("warning", StringComparison.Ordinal) || line.Contains("error", StringComparison.Ordinal)
            )
        );
    }
}
