using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace ResNetGen.Generator.Parse;

/// <summary>What the names of C functions can begin with: an identifier that C and C++ leave to programs.</summary>
internal static class ExportName
{
    /// <summary>Keywords of C23 and C++23 that have an identifier's form and begin with a letter.</summary>
    private static readonly HashSet<string> Keywords = new(
        (
            "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class co_await co_return "
            + "co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete do double dynamic_cast "
            + "else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq "
            + "nullptr operator or or_eq private protected public register reinterpret_cast requires restrict return short signed sizeof "
            + "static static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename typeof "
            + "typeof_unqual union unsigned using virtual void volatile wchar_t while xor xor_eq"
        ).Split(' ')
    );

    /// <summary>
    /// Headers of the C library, without their ".h": a program that includes both would get one for the other.
    /// </summary>
    private static readonly HashSet<string> Headers = new(
        (
            "assert complex ctype errno fenv float inttypes iso646 limits locale math pthread setjmp signal stdalign stdarg stdatomic stdbit stdbool "
            + "stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>What Windows takes for a device, whatever follows the dot.</summary>
    private static readonly HashSet<string> Devices = new(
        (
            "aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Why the name cannot be taken, as the end of a sentence; <see langword="null"/> when it can.</summary>
    public static string? WhatIsWrongWith(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name.Length > Limits.ExportName)
        {
            return $"it has {name.Length} characters, and {Limits.ExportName} are the most";
        }

        if (
            name.Select(character => (char?)character).FirstOrDefault(character => !IsAllowed(character!.Value)) is
            { } wrong
        )
        {
            return $"{SymbolDisplay.FormatLiteral(wrong, quote: true)} is no letter from a to z, digit or underscore";
        }

        if (!IsLetter(name[0]))
        {
            return "it does not begin with a letter";
        }

        return name.Contains("__") ? "C++ keeps names with two underscores in a row for itself"
            : name[name.Length - 1] == '_'
                ? "it ends with an underscore, and C++ keeps names with two underscores in a row for itself"
            : Keywords.Contains(name) ? "it is a keyword"
            : Headers.Contains(name) ? "the C library has a header of this name"
            : Devices.Contains(name) ? "Windows has a device of this name, where its header would be"
            : null;
    }

    /// <summary>The name in a message, which is one line of a bearable length.</summary>
    public static string Shown(string name)
    {
        string start = name.Length > Limits.ExportName ? name.Substring(0, Limits.ExportName) + "..." : name;
        return SymbolDisplay.FormatLiteral(start, quote: false);
    }

    /// <summary>A right name that resembles the wrong one, or else the class's.</summary>
    public static string Suggest(string name, string className)
    {
        string suggestion = Mend(name) is { Length: > 0 } mended
            ? mended
            : Mend(className.TrimStart('@').ToLowerInvariant());
        return suggestion.Length > 0 ? suggestion : "resnet";
    }

    /// <summary>The right parts of a name, joined by underscores; empty where there are none.</summary>
    private static string Mend(string name)
    {
        StringBuilder mended = new();
        foreach (char character in name)
        {
            if (mended.Length == Limits.ExportName)
            {
                break;
            }

            if (IsLetter(character) || (mended.Length > 0 && IsLetterOrDigit(character)))
            {
                mended.Append(character);
            }
            else if (mended.Length > 0 && mended[mended.Length - 1] != '_')
            {
                mended.Append('_');
            }
        }

        string right = mended.ToString().TrimEnd('_');
        return Keywords.Contains(right) || Headers.Contains(right) || Devices.Contains(right) ? right + "_net" : right;
    }

    private static bool IsLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsAllowed(char character) => IsLetterOrDigit(character) || character == '_';

    private static bool IsLetterOrDigit(char character) => IsLetter(character) || character is >= '0' and <= '9';
}
