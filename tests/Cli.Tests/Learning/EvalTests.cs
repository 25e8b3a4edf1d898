using ResNetGen.Cli.Tests.Support;
using static ResNetGen.Cli.Tests.Support.Fitting;

namespace ResNetGen.Cli.Tests;

/// <summary>What <c>eval</c> says of a classifier.</summary>
public sealed class EvalTests
{
    [Fact]
    public void EvalFailsBelowTheAccuracyThatIsAskedFor()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            file = classes.In("two.safetensors");
        Fit(pictures, file).Succeeded();
        Directory.Move(classes.In("pictures/class-1"), classes.In("pictures/class-x"));
        Directory.Move(classes.In("pictures/class-9"), classes.In("pictures/class-1"));
        Directory.Move(classes.In("pictures/class-x"), classes.In("pictures/class-9"));

        Invocation wrong = Invocation.Run("eval", pictures, "--weights", file, "--at-least", "0.9");

        Assert.Equal(5, wrong.ExitCode);
        Assert.Contains("0.0 % right", wrong.Out);
        Assert.Contains("where --at-least asks for 90.0 %", wrong.Error);
        Invocation.Run("eval", pictures, "--weights", file, "--at-least", "0").Succeeded();
        Invocation
            .Run("eval", pictures, "--weights", file, "--at-least", "90")
            .Failed(2, "'90' is no number from 0 to 1");
    }

    [Fact]
    public void EvalSaysWhichDirectoriesAreNoClass()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8),
            others = classes.AddFashion("others", [1, 2], count: 3),
            file = classes.In("two.safetensors");
        Fit(pictures, file).Succeeded();

        Invocation evaluated = Invocation.Run("eval", others, "--weights", file, "--json");

        Assert.Contains("'class-2' is no class of these weights", evaluated.Error);
        Assert.Equal(3, evaluated.Json().GetProperty("pictures").GetInt32());
        Invocation
            .Run("eval", Path.Combine(others, "class-1"), "--weights", file)
            .Failed(3, "there are no pictures of these classes: class-1, class-9");
    }

    [Fact]
    public void EvalTakesANetworkWithItsOwnClassifier()
    {
        using ClassDirectories classes = new();
        string pictures = classes.AddFashion("pictures", [1, 9], count: 8);
        Directory.Move(Path.Combine(pictures, "class-1"), Path.Combine(pictures, "Trouser"));
        Directory.Move(Path.Combine(pictures, "class-9"), Path.Combine(pictures, "Ankle boot"));

        Assert.InRange(
            Invocation.Run("eval", pictures, "--json").Succeeded().Json().GetProperty("accuracy").GetDouble(),
            0.8,
            1
        );
    }
}
