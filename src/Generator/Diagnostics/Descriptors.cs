using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResNetGen.Generator.Diagnostics;

/// <summary>
/// Everything that can be wrong with a declared network. An id is never used for something else; its page is
/// <c>docs/diagnostics/ID.md</c>.
/// </summary>
internal static class Descriptors
{
    private const string Category = "ResNetGen";
    private const string Pages = "https://github.com/resnetgen/resnetgen/blob/main/docs/diagnostics/";

    // Not configurable: a silenced error would leave a class without its network and nothing that says why.
    private const string NotConfigurable = WellKnownDiagnosticTags.NotConfigurable;

    public static readonly DiagnosticDescriptor ClassNotPartial = new(
        "RNG0001",
        "Class is not partial",
        "'{0}' is not partial, but the network is written into another part of it: write 'partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0001.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        "RNG0002",
        "Containing type is not partial",
        "'{0}' is not partial, but the network '{1}' inside it is written into another part of both: write 'partial {2} {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0002.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor GenericClass = new(
        "RNG0003",
        "Class is generic",
        "{0}, but a network is one class for one set of weights: write it {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0003.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor StaticClass = new(
        "RNG0004",
        "Class is static",
        "'{0}' is static, but a network is an object that owns its weights: write 'partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0004.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor AbstractClass = new(
        "RNG0005",
        "Class is abstract",
        "'{0}' is abstract, but the generated Load creates instances of it: write 'sealed partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0005.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor RecordClass = new(
        "RNG0006",
        "Class is a record",
        "'{0}' is a record, but a network owns memory and cannot be copied or compared by value: write 'partial class {0}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0006.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor FileLocalClass = new(
        "RNG0007",
        "Class is file-local",
        "'{0}' can be seen in its own file only, but the network is written in files of its own: write '{1}' without 'file'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0007.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor BaseClass = new(
        "RNG0008",
        "Class has a base class",
        "'{0}' derives from '{1}', but the generated Load must own the construction of a network: write 'partial class {0}' "
            + "without a base class (interfaces are welcome)",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0008.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor DeclaredConstructor = new(
        "RNG0009",
        "Class declares a constructor",
        "'{0}' declares a constructor, but the generated Load makes the instances, with their weights in place: remove it, and "
            + "write a static method that calls Load if there is more to do",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0009.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor RequiredMember = new(
        "RNG0010",
        "Class declares a required member",
        "'{0}.{1}' is required, but the generated Load makes the instances and cannot set it: write it without 'required'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0010.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor MemberNameTaken = new(
        "RNG0011",
        "Member has the name of a generated one",
        "'{0}.{1}' has a name that the generated part of the class declares{2}: write {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0011.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor ClassNameTaken = new(
        "RNG0012",
        "Class has the name of a generated member",
        "'{0}' is also the name of a generated member, and a class cannot have a member of its own name: write another name, "
            + "such as '{0}Network'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0012.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor UnknownDepth = new(
        "RNG0013",
        "Unknown depth",
        "There is no ResNet preset of depth {0}, only 18, 34, 50, 101 or 152: write {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0013.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor NoStages = new(
        "RNG0014",
        "Network has no stages",
        "The network has no stages, but needs the number of blocks in each: write them, such as [ResNet(BlockType.{0}, {1})]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0014.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor EmptyStage = new(
        "RNG0015",
        "Stage has no blocks",
        "Stage {0} has {1} blocks, but must have 1 or more: write a positive number, or leave the stage out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0015.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor TooManyStages = new(
        "RNG0016",
        "Too many stages",
        "The network has {0} stages, but can have {1} at the most: write fewer stages with more blocks in each",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0016.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor TooManyBlocks = new(
        "RNG0017",
        "Too many blocks",
        "The network has {0} blocks, but can have {1} at the most, as each is written out in code: write smaller stages",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0017.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor NumberOutOfRange = new(
        "RNG0018",
        "Number is out of range",
        "{0} is {1}, but must be between {2} and {3}: write a number in that range, such as {0} = {4}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0018.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor UnknownEnumMember = new(
        "RNG0019",
        "Value is not a member of its enum",
        "{0} has no member of value {1}: write {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0019.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor InputTooSmall = new(
        "RNG0020",
        "Input is too small for the network",
        "{0} is {1}, but some layer would be left with a single pixel to halve: write {0} = {2} or more{3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0020.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor BasicBlockGroups = new(
        "RNG0021",
        "Basic blocks have no groups",
        "{0} is {1}, but must be {2} for basic blocks: leave it out, or write bottleneck blocks, such as [ResNet(50, {0} = {1})]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0021.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor BasicBlockBottleneckStride = new(
        "RNG0022",
        "Basic blocks have no bottleneck stride",
        "BottleneckStride is Conv1x1, but the network has basic blocks, and no 1x1 convolution to put the stride in: leave it "
            + "out, or write bottleneck blocks, such as [ResNet(50, BottleneckStride = BottleneckStride.Conv1x1)]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0022.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor FractionalGroupWidth = new(
        "RNG0023",
        "Channels in a group are not a whole number",
        "WidthPerGroup = {0} with BaseWidth = {1} makes {2} channels in each group of the first stage (BaseWidth * "
            + "WidthPerGroup / 64), but they must be a whole number: write WidthPerGroup = {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0023.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor NetworkTooLarge = new(
        "RNG0024",
        "Network is too large",
        "The network is too large, as {0}, but {1} is the most: write {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0024.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor LanguageVersionTooLow = new(
        "RNG0025",
        "Language version is too low",
        "The network '{0}' is written in C# {1}, but the project is compiled as C# {2}: write <LangVersion>{1}</LangVersion> "
            + "or later in the project file",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0025.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor RuntimeMissing = new(
        "RNG0026",
        "Runtime is not referenced",
        "The network '{0}' implements ResNetGen.IImageModel<T>, but no reference has that type: reference the package "
            + "ResNetGen or the project ResNetGen.Runtime",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0026.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor ExportNameNotAnIdentifier = new(
        "RNG0027",
        "Export name is not a C identifier",
        "The names of C functions cannot begin with '{0}', as {1}: write a C identifier, such as NativeExport = \"{2}\"",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0027.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor ExportNameTaken = new(
        "RNG0028",
        "Export name is taken",
        "'{0}' is exported as '{1}', but '{2}' as '{3}', and a library has each C function and header once (upper and lower case "
            + "make no difference): write another name, such as NativeExport = \"{4}\"",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0028.md",
        customTags: NotConfigurable
    );

    public static readonly DiagnosticDescriptor NamespaceHidden = new(
        "RNG0029",
        "Type hides a namespace",
        "The project declares a type '{1}', and so the generated part of '{0}' cannot reach the namespace of that name: write "
            + "another name for the type, or put it in a namespace of yours",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Pages + "RNG0029.md",
        customTags: NotConfigurable
    );

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        ClassNotPartial,
        ContainingTypeNotPartial,
        GenericClass,
        StaticClass,
        AbstractClass,
        RecordClass,
        FileLocalClass,
        BaseClass,
        DeclaredConstructor,
        RequiredMember,
        MemberNameTaken,
        ClassNameTaken,
        UnknownDepth,
        NoStages,
        EmptyStage,
        TooManyStages,
        TooManyBlocks,
        NumberOutOfRange,
        UnknownEnumMember,
        InputTooSmall,
        BasicBlockGroups,
        BasicBlockBottleneckStride,
        FractionalGroupWidth,
        NetworkTooLarge,
        LanguageVersionTooLow,
        RuntimeMissing,
        ExportNameNotAnIdentifier,
        ExportNameTaken,
        NamespaceHidden,
    ];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> ById = All.ToImmutableDictionary(
        descriptor => descriptor.Id
    );

    public static DiagnosticDescriptor Get(string id) => ById[id];
}
