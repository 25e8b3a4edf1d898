using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// Names for emitted files. They end up on disks that take <c>Net</c> and <c>NET</c> for the same, and the compiler
/// refuses equal ones, so that a name which could meet another carries a hash. A class in a class is joined by
/// <c>+</c>: with a dot, <c>Net.Layer2</c> would be a class in <c>Net</c> and a file of <c>Net</c> at once.
/// </summary>
internal static class HintNames
{
    /// <summary>Leaves room for what the emitted files append, and for the folder they are written in.</summary>
    private const int MaxLength = 120;

    public static string For(INamedTypeSymbol type)
    {
        string fullName = FullName(type);
        string hint = new([.. fullName.Select(character => IsAllowed(character) ? character : '_')]);
        if (hint.Length > MaxLength)
        {
            hint = hint.Substring(0, MaxLength);
        }

        return hint != fullName || HasDouble(type) ? $"{hint}-{Hash(fullName)}" : hint;
    }

    private static string FullName(INamedTypeSymbol type)
    {
        string name = type.Name;
        INamespaceOrTypeSymbol current = type;
        while (Container(current) is { } container)
        {
            name = $"{container.Name}{(container.IsType ? '+' : '.')}{name}";
            current = container;
        }

        return name;
    }

    /// <summary>
    /// Whether something beside the class, or beside what it stands in, has the same name but for upper and lower case.
    /// </summary>
    private static bool HasDouble(INamedTypeSymbol type)
    {
        for (INamespaceOrTypeSymbol? current = type; current is not null; current = Container(current))
        {
            INamespaceOrTypeSymbol container = (INamespaceOrTypeSymbol)current.ContainingSymbol;
            int namesakes = container
                .GetMembers()
                .OfType<INamespaceOrTypeSymbol>()
                .Where(member => member is not INamedTypeSymbol { Arity: > 0 })
                .Count(member => string.Equals(member.Name, current.Name, StringComparison.OrdinalIgnoreCase));
            if (namesakes > 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a type or namespace stands in, up to but without the global namespace.</summary>
    private static INamespaceOrTypeSymbol? Container(INamespaceOrTypeSymbol symbol) =>
        symbol.ContainingSymbol is INamespaceOrTypeSymbol container and not INamespaceSymbol { IsGlobalNamespace: true }
            ? container
            : null;

    /// <summary>
    /// Whether the compiler takes the character in the name of an emitted file; identifiers may hold marks and others
    /// that it does not.
    /// </summary>
    private static bool IsAllowed(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '+';

    /// <summary>
    /// FNV-1a: the same on every machine and in every process, which <see cref="string.GetHashCode()"/> is not.
    /// </summary>
    private static string Hash(string text)
    {
        uint hash = 2_166_136_261;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ value) * 16_777_619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
