using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>What is wrong with a type as a handoff.</summary>
/// <param name="Path">The way from the handoff to it: <c>Order.Lines[].Callback</c>.</param>
/// <param name="What">What it is, as the end of a sentence; for an untyped one, its type.</param>
internal readonly record struct HandoffProblem(DiagnosticDescriptor Rule, string Path, string What);

/// <summary>Follows a handoff type into its members and elements, as System.Text.Json would, and notes the first problem under each rule.</summary>
internal sealed class HandoffTypeWalker(bool includeFields, bool hasContext)
{
    private readonly HashSet<ITypeSymbol> _visited = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<DiagnosticDescriptor, HandoffProblem> _problems = [];

    /// <param name="includeFields">Whether the serialiser is told to write fields.</param>
    /// <param name="hasContext">Whether values are serialised by generated code rather than by reflection.</param>
    public static IReadOnlyCollection<HandoffProblem> Walk(ITypeSymbol type, bool includeFields, bool hasContext)
    {
        var walker = new HandoffTypeWalker(includeFields, hasContext);
        walker.Visit(type, TypeDescriber.Display(TypeDescriber.Unwrap(type)), depth: 0);
        return walker._problems.Values;
    }

    private void Visit(ITypeSymbol type, string path, int depth)
    {
        type = TypeDescriber.Unwrap(type);

        // A generic type can grow without end (Node<T> with a Node<Node<T>>): what lies this deep is no handoff any more.
        if (depth > 24 || KnownTypes.IsUnknown(type) || !_visited.Add(type))
            return;
        if (UntypedTypes.IsUntyped(type))
            Note(HandoffRules.UntypedHandoff, path, TypeDescriber.Display(type));
        else if (UnserialisableTypes.Describe(type) is { } what)
            Note(HandoffRules.NotSerialisable, path, what);
        else if (type is IArrayTypeSymbol array)
            Visit(array.ElementType, path + "[]", depth + 1);
        else if (type is INamedTypeSymbol named && !KnownData.IsScalar(type))
            VisitNamed(named, path, depth);
    }

    private void VisitNamed(INamedTypeSymbol type, string path, int depth)
    {
        if (JsonAttributes.Has(type, "JsonConverterAttribute"))
            return;
        if (type.IsTupleType)
            VisitTuple(type, path, depth);
        else if (KnownData.Dictionary(type) is { } dictionary)
            VisitDictionary(type, dictionary.Key, dictionary.Value, path, depth);
        else if (KnownData.Element(type) is { } element)
            VisitCollection(type, element, path, depth);
        else if (type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable))
            Note(HandoffRules.UntypedHandoff, path, TypeDescriber.Display(type));
        else
            VisitObject(type, path, depth);
    }

    private void VisitTuple(INamedTypeSymbol type, string path, int depth)
    {
        if (!includeFields)
            Note(HandoffRules.LostInHandoff, path, "is a value tuple, whose elements are fields and not serialised; declare a record");
        foreach (var element in type.TupleElements)
            Visit(element.Type, $"{path}.{element.Name}", depth + 1);
    }

    private void VisitDictionary(INamedTypeSymbol type, ITypeSymbol key, ITypeSymbol value, string path, int depth)
    {
        if (!KnownData.IsKey(key))
            Note(HandoffRules.NotSerialisable, path, $"a dictionary whose keys are of type '{TypeDescriber.Display(key)}', which has no text form");
        else
            CheckFilling(type, path);
        Visit(value, path + "[]", depth + 1);
    }

    private void VisitCollection(INamedTypeSymbol type, ITypeSymbol element, string path, int depth)
    {
        if (KnownData.IsReversed(type))
            Note(HandoffRules.LostInHandoff, path, "is a stack, which comes back in the opposite order; hand a list over");
        else
            CheckFilling(type, path);
        Visit(element, path + "[]", depth + 1);
    }

    // A collection of the user's own is read by creating it empty and adding to it; its other members are not written at all.
    private void CheckFilling(INamedTypeSymbol type, string path)
    {
        if (KnownData.IsFrameworkCollection(type))
            return;
        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
        {
            Note(HandoffRules.NotSerialisable, path, "a collection that cannot be created when it is read");
            return;
        }
        var canAdd = type.AllInterfaces.Any(i => i is { Arity: 1, Name: "ICollection" } or { Arity: 2, Name: "IDictionary" });
        var canCreate = type.IsValueType || type.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public);
        if (!canAdd || !canCreate)
        {
            Note(HandoffRules.NotSerialisable, path, "a collection that cannot be filled when it is read: it needs a public constructor without parameters and ICollection<T>");
            return;
        }
        for (var current = type; current is not null && !KnownData.IsFrameworkCollection(current); current = current.BaseType)
        {
            var own = current.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.AssociatedSymbol is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false });
            if (own?.AssociatedSymbol is { } property && !JsonAttributes.IsIgnored(property))
                Note(HandoffRules.LostInHandoff, path + "." + property.Name, "is a property of a collection, of which only the elements are serialised");
        }
    }

    private void VisitObject(INamedTypeSymbol type, string path, int depth)
    {
        var derived = JsonAttributes.DerivedTypes(type).ToList();
        foreach (var @case in derived)
        {
            if (!SymbolEqualityComparer.Default.Equals(@case, type))
                Visit(@case, TypeDescriber.Display(@case), depth + 1);
        }
        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
        {
            if (derived.Count == 0)
                VisitFamily(type, path, depth);
            return;
        }

        var creatable = Creation.Choose(type, out var constructor, out var obstacle);
        if (!creatable)
            Note(HandoffRules.NotSerialisable, path, obstacle!);
        var any = false;
        foreach (var member in SerialisedMember.Of(type, constructor))
        {
            any = true;
            if (member.Lost is not null && creatable && !(includeFields && member.IsField))
                Note(HandoffRules.LostInHandoff, $"{path}.{member.Name}", member.Lost);
            if (!member.IsTrusted)
                Visit(member.Type, $"{path}.{member.Name}", depth + 1);
        }
        if (!any && creatable && type.GetMembers().OfType<IFieldSymbol>().Any(f => f is { IsStatic: false, IsConst: false } && !JsonAttributes.IsIgnored(f.AssociatedSymbol ?? f)))
            Note(HandoffRules.LostInHandoff, path, "keeps its state in members that are not public, which are not serialised");
    }

    // By reflection, the cases of an abstract class are found in its assembly; a context of the serialiser's generator has to be told.
    private void VisitFamily(INamedTypeSymbol type, string path, int depth)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            Note(HandoffRules.NotSerialisable, path, "an interface without [JsonDerivedType] cases");
            return;
        }
        if (hasContext)
        {
            Note(HandoffRules.NotSerialisable, path, "an abstract class without [JsonDerivedType] cases");
            return;
        }
        var cases = FamilyCases.Of(type);
        if (cases.Count == 0)
            Note(HandoffRules.NotSerialisable, path, "an abstract class without a concrete one below it");
        foreach (var @case in cases)
            Visit(@case, TypeDescriber.Display(@case), depth + 1);
    }

    private void Note(DiagnosticDescriptor rule, string path, string what)
    {
        if (!_problems.ContainsKey(rule))
            _problems.Add(rule, new(rule, path, what));
    }
}
