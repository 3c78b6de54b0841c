using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>The part that knows what can be taken element by element.</summary>
internal sealed partial class HandoffRelations
{
    private readonly Dictionary<ITypeSymbol, EquatableArray<CandidateModel>> _knownElements = new(SymbolEqualityComparer.IncludeNullability);
    private readonly List<(SourceModel Model, ITypeSymbol Item)> _streams = [];
    private List<(SourceModel Model, ITypeSymbol Item, bool MayBeNull)>? _collections;

    /// <summary>Adds a source whose values come one by one: nobody takes it as a whole.</summary>
    public void AddStream(SourceModel model, ITypeSymbol item) => _streams.Add((model, item));

    /// <summary>The collections and streams whose elements relate to a type: inputs first, then nodes, each in order.</summary>
    public EquatableArray<CandidateModel> ElementCandidatesFor(ITypeSymbol type)
    {
        if (_knownElements.TryGetValue(type, out var known))
            return known;
        var found = new List<CandidateModel>();
        foreach (var (model, item, mayBeNull) in Collections())
        {
            if (Relation(item, type) is { } conversion)
                found.Add(new(model, mayBeNull ? HandoffConversion.DropsNullability : conversion));
        }
        foreach (var (model, item) in _streams)
        {
            if (Relation(item, type) is { } conversion)
                found.Add(new(model, conversion));
        }
        return _knownElements[type] = found.OrderBy(c => c.Source.Kind).ThenBy(c => c.Source.Index).ToEquatableArray();
    }

    /// <summary>What a step with [Each] hands over: a list of its results.</summary>
    public ITypeSymbol ListOf(ITypeSymbol item)
    {
        var list = compilation.GetSpecialType(SpecialType.System_Collections_Generic_IReadOnlyList_T);
        return list.Construct(ImmutableArray.Create(item), ImmutableArray.Create(item.NullableAnnotation));
    }

    /// <summary>How a value of one type relates to a place of another; null: not at all.</summary>
    public HandoffConversion? Relation(ITypeSymbol from, ITypeSymbol to)
    {
        ITypeSymbol source = TypeDescriber.Unwrap(from), target = TypeDescriber.Unwrap(to);
        var same = SymbolEqualityComparer.Default.Equals(source, target);
        if (!same && compilation.ClassifyConversion(source, target) is not { Exists: true, IsImplicit: true })
            return null;
        return Nullability(new(default, from, source, TypeDescriber.MayBeNull(from)), TypeDescriber.MayBeNull(to), to, same ? HandoffConversion.Identity : HandoffConversion.Implicit);
    }

    private List<(SourceModel Model, ITypeSymbol Item, bool MayBeNull)> Collections()
    {
        if (_collections is not null)
            return _collections;
        _collections = [];
        foreach (var source in _sources)
        {
            if (ListItemOf(source.Core) is { } item)
                _collections.Add((source.Model, item, source.MayBeNull));
        }
        return _collections;
    }

    // What can be counted and indexed: arrays, lists, and whatever else is an IReadOnlyList of one thing.
    private static ITypeSymbol? ListItemOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return array.Rank == 1 ? array.ElementType : null;
        if (type.SpecialType == SpecialType.System_String || type is not INamedTypeSymbol named)
            return null;
        if (IsList(named))
            return named.TypeArguments[0];
        ITypeSymbol? item = null;
        foreach (var contract in named.AllInterfaces)
        {
            if (!IsList(contract))
                continue;
            if (item is not null)
                return null;
            item = contract.TypeArguments[0];
        }
        return item;
    }

    private static bool IsList(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyList_T;
}
