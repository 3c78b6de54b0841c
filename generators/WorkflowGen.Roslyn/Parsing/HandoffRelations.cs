using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>
/// How every source of a workflow (inputs and results) relates to a type. Sources are indexed by their types, base types and elements first, so that a
/// graph of thousands of steps does not ask the compiler about every pair: only types with conversions that cannot be looked up (numeric,
/// user-defined, variant) are.
/// </summary>
internal sealed partial class HandoffRelations(Compilation compilation, TypeDescriber types, CancellationToken cancellationToken)
{
    private readonly ClosedFamilies _families = new(compilation, types, cancellationToken);
    private readonly List<Source> _sources = [];
    private readonly Dictionary<ITypeSymbol, List<int>> _byType = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, List<int>> _byElement = new(SymbolEqualityComparer.Default);
    private readonly List<int> _irregular = [];
    private Dictionary<ITypeSymbol, List<int>>? _byBase;
    private bool _hasContracts;
    private readonly Dictionary<ITypeSymbol, EquatableArray<CandidateModel>> _known = new(SymbolEqualityComparer.IncludeNullability);

    private readonly record struct Source(SourceModel Model, ITypeSymbol Type, ITypeSymbol Core, bool MayBeNull);

    /// <summary>Adds a source. All are added before the first question.</summary>
    public void Add(SourceModel model, ITypeSymbol type)
    {
        var core = TypeDescriber.Unwrap(type);
        var index = _sources.Count;
        _sources.Add(new(model, type, core, TypeDescriber.MayBeNull(type)));
        Index(_byType, core, index);
        _hasContracts |= core.TypeKind == TypeKind.Interface;
        if (!DeclaredMembers.NameNoBase(core, cancellationToken) && ElementOf(core) is { } element)
            Index(_byElement, TypeDescriber.Unwrap(element), index);
        if (IsIrregular(core))
            _irregular.Add(index);
    }

    /// <summary>The sources that relate to a type, in the order in which they were added.</summary>
    public EquatableArray<CandidateModel> CandidatesFor(ITypeSymbol type)
    {
        if (_known.TryGetValue(type, out var known))
            return known;

        var related = new SortedDictionary<int, HandoffConversion>();
        var target = TypeDescriber.Unwrap(type);
        var takesNull = TypeDescriber.MayBeNull(type);

        foreach (var index in Find(_byType, target))
            related[index] = Nullability(_sources[index], takesNull, type, HandoffConversion.Identity);
        foreach (var index in DerivedFrom(target))
            Consider(related, index, Nullability(_sources[index], takesNull, type, HandoffConversion.Implicit));

        if (IsIrregular(target))
        {
            for (var index = 0; index < _sources.Count; index++)
                Ask(related, index, target, takesNull, type);
        }
        else
        {
            foreach (var index in _irregular)
                Ask(related, index, target, takesNull, type);
        }

        if (!DeclaredMembers.NameNoBase(target, cancellationToken))
        {
            for (var parent = target.BaseType; parent is not null && parent.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); parent = parent.BaseType)
                ConsiderAll(related, parent, parent.IsAbstract ? HandoffConversion.Narrowing : HandoffConversion.ConcreteBase);
        }
        if (_hasContracts)
        {
            foreach (var contract in target.AllInterfaces)
                ConsiderAll(related, contract, HandoffConversion.Narrowing);
        }
        foreach (var index in Find(_byElement, target))
            Consider(related, index, HandoffConversion.CollectionOf);

        var candidates = related.Select(pair => Candidate(_sources[pair.Key], pair.Value, target)).ToEquatableArray();
        _known[type] = candidates;
        return candidates;
    }

    private CandidateModel Candidate(Source source, HandoffConversion conversion, ITypeSymbol target) =>
        new(source.Model, conversion, conversion == HandoffConversion.Narrowing ? _families.Of(source.Core, target) : null);

    // Built when something is asked for that has derived types at all: handoffs are sealed records and values for the most part.
    private IReadOnlyList<int> DerivedFrom(ITypeSymbol target)
    {
        if (target is INamedTypeSymbol && (target.IsSealed || target.IsValueType))
            return [];
        if (_byBase is null)
        {
            _byBase = new(SymbolEqualityComparer.Default);
            for (var index = 0; index < _sources.Count; index++)
            {
                for (var parent = _sources[index].Core.BaseType; parent is not null; parent = parent.BaseType)
                    Index(_byBase, parent, index);
                foreach (var contract in _sources[index].Core.AllInterfaces)
                    Index(_byBase, contract, index);
            }
        }
        return Find(_byBase, target);
    }

    private void ConsiderAll(SortedDictionary<int, HandoffConversion> related, ITypeSymbol type, HandoffConversion conversion)
    {
        foreach (var index in Find(_byType, type))
            Consider(related, index, conversion);
    }

    private static void Consider(SortedDictionary<int, HandoffConversion> related, int index, HandoffConversion conversion)
    {
        if (!related.ContainsKey(index))
            related[index] = conversion;
    }

    private void Ask(SortedDictionary<int, HandoffConversion> related, int index, ITypeSymbol target, bool takesNull, ITypeSymbol type)
    {
        if (!related.ContainsKey(index) && compilation.ClassifyConversion(_sources[index].Core, target) is { Exists: true, IsImplicit: true })
            related[index] = Nullability(_sources[index], takesNull, type, HandoffConversion.Implicit);
    }

    private static HandoffConversion Nullability(Source source, bool takesNull, ITypeSymbol type, HandoffConversion conversion)
    {
        if (!source.MayBeNull)
            return takesNull ? HandoffConversion.Implicit : conversion;
        if (!takesNull && (type.IsValueType || type.NullableAnnotation == NullableAnnotation.NotAnnotated))
            return HandoffConversion.DropsNullability;
        return conversion;
    }

    // Conversions that are not a matter of base types and interfaces: the compiler is asked.
    private bool IsIrregular(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol => true,
        { TypeKind: TypeKind.Dynamic or TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Delegate or TypeKind.Enum or TypeKind.TypeParameter } => true,
        { IsTupleType: true } => true,
        { SpecialType: >= SpecialType.System_Char and <= SpecialType.System_Double } => true,
        INamedTypeSymbol { TypeKind: TypeKind.Interface, IsGenericType: true } contract => contract.TypeParameters.Any(p => p.Variance != VarianceKind.None),
        INamedTypeSymbol named => (!DeclaredMembers.NameNoBase(named, cancellationToken) && ImplementsVariant(named)) || HasImplicitOperator(named),
        _ => false,
    };

    private static bool ImplementsVariant(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(i => i.IsGenericType && i.TypeParameters.Any(p => p.Variance != VarianceKind.None));

    private bool HasImplicitOperator(INamedTypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
            return false;
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (DeclaredMembers.HaveImplicitConversion(current, cancellationToken))
                return true;
            if (DeclaredMembers.NameNoBase(current, cancellationToken))
                return false;
        }
        return false;
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return array.ElementType;
        if (type.SpecialType == SpecialType.System_String || type is not INamedTypeSymbol named)
            return null;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            return named.TypeArguments[0];
        foreach (var contract in named.AllInterfaces)
        {
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
                return contract.TypeArguments[0];
        }
        return null;
    }

    private static void Index(Dictionary<ITypeSymbol, List<int>> index, ITypeSymbol type, int source)
    {
        if (!index.TryGetValue(type, out var sources))
            index[type] = sources = [];
        sources.Add(source);
    }

    private static IReadOnlyList<int> Find(Dictionary<ITypeSymbol, List<int>> index, ITypeSymbol type) =>
        index.TryGetValue(type, out var sources) ? sources : [];
}
