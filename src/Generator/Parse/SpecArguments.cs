using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResNetGen.Generator.Parse;

/// <summary>
/// The arguments of one attribute: their values, and where each is written. Reads whatever a half-typed attribute
/// holds, and throws at nothing.
/// </summary>
internal sealed class SpecArguments
{
    /// <summary>The linked attribute itself says what holds where nothing is written.</summary>
    private static readonly ResNetAttribute Defaults = new(default(BlockType));

    private static readonly Dictionary<string, int> DefaultValues = new()
    {
        [nameof(ResNetAttribute.Classes)] = Defaults.Classes,
        [nameof(ResNetAttribute.InputChannels)] = Defaults.InputChannels,
        [nameof(ResNetAttribute.InputHeight)] = Defaults.InputHeight,
        [nameof(ResNetAttribute.InputWidth)] = Defaults.InputWidth,
        [nameof(ResNetAttribute.Batch)] = Defaults.Batch,
        [nameof(ResNetAttribute.BaseWidth)] = Defaults.BaseWidth,
        [nameof(ResNetAttribute.Stem)] = (int)Defaults.Stem,
        [nameof(ResNetAttribute.Shortcut)] = (int)Defaults.Shortcut,
        [nameof(ResNetAttribute.Groups)] = Defaults.Groups,
        [nameof(ResNetAttribute.WidthPerGroup)] = Defaults.WidthPerGroup,
        [nameof(ResNetAttribute.BottleneckStride)] = (int)Defaults.BottleneckStride,
        [nameof(ResNetAttribute.Convolution)] = (int)Defaults.Convolution,
    };

    private readonly Dictionary<string, int> _values = new(DefaultValues);
    private readonly HashSet<string> _unreadable = [];

    private SpecArguments(AttributeSyntax syntax) => Syntax = syntax;

    public AttributeSyntax Syntax { get; }

    /// <summary>The depth preset, when that is how the network is declared and the value can be read.</summary>
    public int? Depth { get; private set; }

    /// <summary>The block type, when the network is declared by its blocks and the value can be read.</summary>
    public int? BlockType { get; private set; }

    /// <summary>Blocks in each stage, when the network is declared by its blocks and all of them can be read.</summary>
    public int[]? Stages { get; private set; }

    /// <summary>What the names of the C functions begin with, when that is written and can be read.</summary>
    public string? NativeExport { get; private set; }

    /// <summary>
    /// Whether all arguments have a value of the right type; otherwise the compiler has an error to report.
    /// </summary>
    public bool AreReadable { get; private set; } = true;

    /// <summary>The value of a property, or its default; <see langword="null"/> when it cannot be read.</summary>
    public int? this[string name] => _unreadable.Contains(name) ? null : _values[name];

    public static int DefaultOf(string name) => DefaultValues[name];

    public static SpecArguments Read(AttributeData attribute, AttributeSyntax syntax, SemanticModel semanticModel)
    {
        SpecArguments arguments = new(syntax);
        if (
            syntax.ContainsDiagnostics
            || arguments.Written().SkipWhile(IsConstructorArgument).Any(IsConstructorArgument)
        )
        {
            // Half typed: the numbers are not yet what their author means.
            arguments.AreReadable = false;
            arguments._unreadable.UnionWith(DefaultValues.Keys);
            return arguments;
        }

        arguments.ReadConstructor(attribute);
        arguments.ReadProperties(attribute, semanticModel);
        return arguments;
    }

    /// <summary>The values as a spec, checked or not; what cannot be read has its default.</summary>
    public Spec ToSpec(ModelClass modelClass, string declaration)
    {
        (BlockType blockType, int[] stages) = Depth is { } depth
            ? DepthPreset.Find(depth) ?? (default, [])
            : ((BlockType)(BlockType ?? 0), Stages ?? []);
        return new Spec
        {
            Class = modelClass,
            Declaration = declaration,
            BlockType = blockType,
            Stages = stages.ToEquatableArray(),
            Classes = _values[nameof(Spec.Classes)],
            InputChannels = _values[nameof(Spec.InputChannels)],
            InputHeight = _values[nameof(Spec.InputHeight)],
            InputWidth = _values[nameof(Spec.InputWidth)],
            Batch = _values[nameof(Spec.Batch)],
            BaseWidth = _values[nameof(Spec.BaseWidth)],
            Stem = (Stem)_values[nameof(Spec.Stem)],
            Shortcut = (Shortcut)_values[nameof(Spec.Shortcut)],
            Groups = _values[nameof(Spec.Groups)],
            WidthPerGroup = _values[nameof(Spec.WidthPerGroup)],
            BottleneckStride = (BottleneckStride)_values[nameof(Spec.BottleneckStride)],
            Convolution = (ConvolutionMode)_values[nameof(Spec.Convolution)],
            NativeExport = NativeExport,
        };
    }

    /// <summary>Where the value of a property is written; the attribute when it is not.</summary>
    public SyntaxNode PlaceOf(string property) => (SyntaxNode?)Written(property)?.Expression ?? Syntax;

    /// <summary>Where the depth or the block type is written.</summary>
    public SyntaxNode PlaceOfParameter(string parameter) =>
        (SyntaxNode?)WrittenParameter(parameter, position: 0)?.Expression ?? Syntax;

    /// <summary>Where the blocks of one stage are written: a number of its own, or one in an array.</summary>
    public SyntaxNode PlaceOfStage(int stage)
    {
        if (WrittenParameter("stages", position: 1) is not { } first)
        {
            return Syntax;
        }

        InitializerExpressionSyntax? array = first.Expression switch
        {
            ArrayCreationExpressionSyntax creation => creation.Initializer,
            ImplicitArrayCreationExpressionSyntax creation => creation.Initializer,
            _ => null,
        };
        if (array is not null)
        {
            return stage < array.Expressions.Count ? array.Expressions[stage] : first.Expression;
        }

        AttributeArgumentSyntax[] positional =
        [
            .. Written().Where(argument => argument.NameEquals is null && argument.NameColon is null),
        ];
        return first.NameColon is null && 1 + stage < positional.Length
            ? positional[1 + stage].Expression
            : first.Expression;
    }

    private void ReadConstructor(AttributeData attribute)
    {
        if (
            attribute.AttributeConstructor is not { } constructor
            || constructor.Parameters.Length != attribute.ConstructorArguments.Length
        )
        {
            AreReadable = false;
            return;
        }

        bool isKnown = false;
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            TypedConstant value = attribute.ConstructorArguments[i];
            switch (constructor.Parameters[i].Name)
            {
                case "depth":
                    Depth = ReadInt(value);
                    isKnown = true;
                    break;
                case "blockType":
                    BlockType = ReadInt(value);
                    isKnown = true;
                    break;
                case "stages":
                    Stages = ReadInts(value);
                    break;
            }
        }

        AreReadable &= isKnown;
    }

    private void ReadProperties(AttributeData attribute, SemanticModel semanticModel)
    {
        foreach (
            IGrouping<string, AttributeArgumentSyntax> written in Written()
                .Where(argument => argument.NameEquals is not null)
                .GroupBy(argument => argument.NameEquals!.Name.Identifier.ValueText)
        )
        {
            TypedConstant[] values =
            [
                .. attribute.NamedArguments.Where(pair => pair.Key == written.Key).Select(pair => pair.Value),
            ];
            bool isOneValue =
                written.Count() == 1
                && values.Length == 1
                && Converts(written.First().Expression, values[0].Type, semanticModel);
            if (isOneValue && _values.ContainsKey(written.Key) && ReadInt(values[0]) is { } value)
            {
                _values[written.Key] = value;
            }
            else if (
                isOneValue
                && written.Key == nameof(ResNetAttribute.NativeExport)
                && values[0] is { Kind: TypedConstantKind.Primitive, Value: null or string }
            )
            {
                NativeExport = (string?)values[0].Value;
            }
            else
            {
                AreReadable = false;
                _unreadable.Add(written.Key);
            }
        }
    }

    /// <summary>
    /// Whether C# takes the expression for the type: the compiler reports <c>Classes = 1.5</c>, and gives the constant
    /// 1 for it all the same.
    /// </summary>
    private static bool Converts(ExpressionSyntax expression, ITypeSymbol? type, SemanticModel semanticModel) =>
        type is not null && semanticModel.ClassifyConversion(expression, type).IsImplicit;

    /// <summary>The number, of an enum's member too.</summary>
    private int? ReadInt(TypedConstant constant)
    {
        if (constant is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Value: int value })
        {
            return value;
        }

        AreReadable = false;
        return null;
    }

    /// <summary>The numbers; none for <see langword="null"/>, which C# takes for the whole array.</summary>
    private int[]? ReadInts(TypedConstant constant)
    {
        if (constant.Kind != TypedConstantKind.Array)
        {
            AreReadable = false;
            return null;
        }

        if (constant.IsNull)
        {
            return [];
        }

        int?[] values = [.. constant.Values.Select(ReadInt)];
        return values.All(value => value is not null) ? [.. values.Select(value => value!.Value)] : null;
    }

    private static bool IsConstructorArgument(AttributeArgumentSyntax argument) => argument.NameEquals is null;

    private IEnumerable<AttributeArgumentSyntax> Written() => Syntax.ArgumentList?.Arguments ?? default;

    private AttributeArgumentSyntax? Written(string property) =>
        Written().FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == property);

    private AttributeArgumentSyntax? WrittenParameter(string parameter, int position) =>
        Written().FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter)
        ?? Written().Where(IsConstructorArgument).Skip(position).FirstOrDefault(argument => argument.NameColon is null);
}
