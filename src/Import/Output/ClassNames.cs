using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ResNetGen.Generator.Parse;

namespace ResNetGen.Import;

/// <summary>Names of classes that are written, and of the namespaces round them.</summary>
internal static partial class ClassNames
{
    private const int Longest = 100;

    // Of its characters, each of up to 3 bytes; an assembly stores up to 1023 bytes.
    private const int LongestNamespace = 300;

    // What a class has, beside what the generator adds, and what it speaks of.
    private static readonly string[] Used =
    [
        "Labels",
        nameof(Imaging.Preprocessing),
        nameof(Imaging.ResizeFilter),
        nameof(Imaging.ChannelOrder),
        nameof(IReadOnlyList<>),
        nameof(ResNetAttribute),
        nameof(BlockType),
        nameof(Stem),
        nameof(Shortcut),
        nameof(BottleneckStride),
        nameof(System),
        nameof(ResNetGen),
    ];

    private static readonly HashSet<string> Keywords =
    [
        .. (
            "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double "
            + "else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is "
            + "lock long namespace new null object operator out override params private protected public readonly ref return sbyte "
            + "sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe "
            + "ushort using virtual void volatile while"
        ).Split(' '),
    ];

    // Names that say nothing: that of the folder says more.
    private static readonly string[] General =
    [
        "best",
        "best_model",
        "checkpoint",
        "model",
        "model_best",
        "pytorch_model",
        "state_dict",
        "weights",
    ];

    private static readonly string[] Endings =
    [
        ".safetensors",
        ".index.json",
        ".onnx",
        ".pth",
        ".pt",
        ".bin",
        ".ckpt",
        ".pkl",
        ".tar",
        ".packed",
    ];

    /// <summary>Why a class cannot have a name, and a better one; <see langword="null"/> if it can.</summary>
    public static string? WhatIsWrong(string name)
    {
        string? problem =
            !IsIdentifier(name) ? $"{Weights.Quoted.Text(name)} is no name of a class in C#"
            : name.Length > Longest ? $"the name of a class has {Longest} characters at most"
            : name.All(char.IsAsciiLetterLower)
                ? $"{name} has only small letters, as keywords of C# have, and the compiler warns of such a class"
            : IsTaken(name) ? $"{name} is a name that the class uses for something else"
            : null;
        return problem is null ? null : $"{problem}: write {Valid(name)}";
    }

    /// <summary>Why a namespace cannot have a name, and what to write; <see langword="null"/> if it can.</summary>
    public static string? WhatIsWrongWithNamespace(string name)
    {
        if (name.Length > LongestNamespace)
        {
            return $"a namespace has {LongestNamespace} characters at most: write {Valid(name.Split('.')[0])}";
        }

        foreach (string part in name.Length == 0 ? [] : name.Split('.'))
        {
            string? problem =
                !IsIdentifier(part) ? $"{Weights.Quoted.Text(part)} is no part of a namespace in C#"
                : Keywords.Contains(part) ? $"{part} is a keyword of C#"
                : IsUsed(part) ? $"{part} is a name that the class uses for something else"
                : null;
            if (problem is not null)
            {
                return $"{problem}: write {Valid(part)} for it";
            }
        }

        return null;
    }

    /// <summary>A name for the class of a checkpoint, by the name of its file, or of its folder where that says
    /// more.</summary>
    public static string Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string name = WithoutEndings(Path.GetFileName(full));
        if (General.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            name = Path.GetFileName(Path.GetDirectoryName(full)) ?? "";
        }

        // torchvision has a part of a hash behind a name.
        return Valid(Hash.Replace(name, ""));
    }

    // In no namespace, a class Microsoft hides the one of that name: the compiler warns of it.
    private static bool IsTaken(string name) =>
        name == "Microsoft" || IsUsed(GeneratedMembers.PropertyOf(name)) || GeneratedMembers.Contains(name);

    private static bool IsUsed(string name) => Used.Contains(name, StringComparer.Ordinal);

    private static string WithoutEndings(string name)
    {
        while (
            Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending
        )
        {
            name = name[..^ending.Length];
        }

        return name;
    }

    // resnet50-a1 becomes ResNet50A1.
    private static string Valid(string text)
    {
        StringBuilder result = new();
        foreach (Match word in Word.Matches(text))
        {
            string part = Family.Replace(word.Value, match => match.Length == "resnet".Length ? "ResNet" : "ResNeXt");
            bool joinsNumbers = result.Length > 0 && char.IsAsciiDigit(result[^1]) && char.IsAsciiDigit(part[0]);
            result.Append(joinsNumbers ? "_" : "").Append(char.ToUpperInvariant(part[0])).Append(part.AsSpan(1));
        }

        string name = result.ToString()[..Math.Min(result.Length, Longest / 2)];
        name =
            name.Length == 0 ? "Model"
            : IsIdentifier(name) ? name
            : "Model" + name;
        return IsTaken(name) || name.All(char.IsAsciiLetterLower) ? name + "Net" : name;
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && IsStart(name[0]) && name.All(letter => IsStart(letter) || IsPart(letter));

    private static bool IsStart(char letter) =>
        letter == '_' || char.IsLetter(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.LetterNumber;

    private static bool IsPart(char letter) =>
        char.GetUnicodeCategory(letter)
            is UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    [GeneratedRegex(@"[-_][0-9a-f]{8}\z")]
    private static partial Regex Hash { get; }

    [GeneratedRegex(@"[\p{L}\p{Mn}\p{Mc}0-9]+")]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\Aresne(x?)t", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Family { get; }
}
