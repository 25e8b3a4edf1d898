using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResNetGen.Generator.Diagnostics;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// The name that a class takes in the project's C library, and what it is told if another class takes it too.
/// </summary>
/// <param name="Name">What the names of its functions begin with.</param>
/// <param name="ClassName">The class, as people write it.</param>
/// <param name="Taken">The diagnostic, at the place of the name.</param>
internal sealed record ExportedName(string Name, string ClassName, DiagnosticInfo Taken)
{
    public static ExportedName? Of(Spec spec, SyntaxNode place) =>
        spec.NativeExport is { } name
            ? new ExportedName(
                name,
                spec.Class.FullName,
                DiagnosticInfo.Create(Descriptors.ExportNameTaken, place.GetLocation())
            )
            : null;

    /// <summary>
    /// Those that more than one class takes, with the whole diagnostic. Upper and lower case make no difference:
    /// constants are in upper case, and some disks take <c>net.h</c> and <c>NET.h</c> for the same.
    /// </summary>
    public static EquatableArray<ExportedName> FindTaken(ImmutableArray<ExportedName> exports)
    {
        HashSet<string> names = new(exports.Select(export => export.Name), StringComparer.OrdinalIgnoreCase);
        return exports
            .Select(export => (Export: export, Other: OtherOf(export, exports)))
            .Where(pair => pair.Other is not null)
            .Select(pair => pair.Export.ToTaken(pair.Other!, names))
            .ToEquatableArray();
    }

    private static ExportedName? OtherOf(ExportedName export, ImmutableArray<ExportedName> exports) =>
        exports
            .Where(other =>
                !ReferenceEquals(other, export)
                && string.Equals(other.Name, export.Name, StringComparison.OrdinalIgnoreCase)
            )
            .OrderBy(other => other.ClassName, StringComparer.Ordinal)
            .FirstOrDefault();

    private ExportedName ToTaken(ExportedName other, HashSet<string> names)
    {
        int number = 2;
        while (names.Contains($"{Name}_{number}"))
        {
            number++;
        }

        string[] arguments = [ClassName, Name, other.ClassName, other.Name, $"{Name}_{number}"];
        return this with { Taken = Taken with { Arguments = arguments.ToEquatableArray() } };
    }
}
