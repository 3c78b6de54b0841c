using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

internal enum FlowOutcome
{
    /// <summary>The order is gone, put right, or not known to matter.</summary>
    Harmless,

    /// <summary>The order matters here.</summary>
    Consumed,

    /// <summary>A value in the same order.</summary>
    GoesOn,

    /// <summary>A local holds the sequence.</summary>
    InLocal,

    /// <summary>A method of the compilation takes the sequence, as one of no particular order, by the argument given.</summary>
    InParameter,
}

/// <summary>What one step up the expression makes of an unordered sequence.</summary>
internal static class UnorderedFlow
{
    private static readonly HashSet<string> s_orders =
    [
        "OrderBy", "OrderByDescending", "Order", "OrderDescending", "ThenBy", "ThenByDescending", "Sort", "ToImmutableSortedDictionary", "ToImmutableSortedSet",
    ];

    private static readonly HashSet<string> s_asks =
    [
        "Count", "LongCount", "Any", "All", "Contains", "Max", "Min", "MaxBy", "MinBy", "ToDictionary", "ToHashSet", "ToLookup", "CountBy", "AggregateBy", "ToImmutableDictionary", "ToImmutableHashSet",
        "ToFrozenDictionary", "ToFrozenSet", "Single", "SingleOrDefault", "TryGetNonEnumeratedCount", "ContainsKey", "TryGetValue", "GetValueOrDefault",
        "SetEquals", "IsSubsetOf", "IsSupersetOf", "IsProperSubsetOf", "IsProperSupersetOf", "Overlaps",
    ];

    private static readonly HashSet<string> s_keeps =
    [
        "Select", "Where", "Cast", "OfType", "SelectMany", "Concat", "Append", "Prepend", "Distinct", "DistinctBy", "Union", "UnionBy", "Except", "ExceptBy", "Intersect", "IntersectBy",
        "AsEnumerable", "AsQueryable", "ToList", "ToArray", "ToImmutableArray", "ToImmutableList", "GroupBy", "Reverse", "DefaultIfEmpty", "Join", "GroupJoin", "LeftJoin", "RightJoin", "AsReadOnly", "AsSpan", "AsMemory",
    ];

    private static readonly HashSet<string> s_appends = ["AddRange", "InsertRange", "CopyTo", "PushRange", "Join", "Concat", "AppendJoin", "CreateRange", "GetEnumerator", "WriteAllLines", "WriteAllLinesAsync", "AppendAllLines"];

    private static readonly HashSet<string> s_setOperations =
    [
        "UnionWith", "IntersectWith", "ExceptWith", "SymmetricExceptWith", "SetEquals", "IsSubsetOf", "IsSupersetOf", "IsProperSubsetOf", "IsProperSupersetOf", "Overlaps", "Contains", "ContainsAny", "IsNullOrEmpty", "Sort", "OrderBy",
        "ThrowIfNull", "WhenAll", "Equals", "ReferenceEquals", "KeepAlive",
    ];

    public static (FlowOutcome Outcome, IOperation? Next) Up(IOperation value, bool isSource)
    {
        switch (value.Parent)
        {
            case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ITranslatedQueryOperation or IAwaitOperation:
                return (FlowOutcome.GoesOn, value.Parent);
            case IConditionalOperation conditional when conditional.Condition != value:
                return (FlowOutcome.GoesOn, conditional);
            case IConditionalAccessOperation access when access.WhenNotNull == value:
                return (FlowOutcome.GoesOn, access);
            case IForEachLoopOperation loop when loop.Collection == value || Contains(loop.Collection, value):
                return CommutativeLoop.Is(loop) ? (FlowOutcome.Harmless, null) : (FlowOutcome.Consumed, loop);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false } }, Parameter: { } parameter } given when (KeepsItsType(Use.Unconverted(value)) || value is IParameterReferenceOperation or ILocalReferenceOperation) && !UnorderedSources.IsHashedType(parameter.Type) && IsSequence(parameter.Type):
                return (FlowOutcome.InParameter, given);
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                return Call(call, argument, isSource);
            case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                return Creation(creation, value);
            case IInvocationOperation call when call.Instance == value:
                return Call(call, null, isSource);
            case IVariableInitializerOperation or IVariableDeclaratorOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation } when !KeepsItsType(value):
                return Local(value);
            case IReturnOperation or ISimpleAssignmentOperation or ITupleOperation or IPropertyInitializerOperation or IFieldInitializerOperation or IArrayInitializerOperation when !KeepsItsType(Use.Unconverted(value)) || IsBareSequence(value.Type):
                return IsMade(value) ? (FlowOutcome.Consumed, Maker(value)) : (FlowOutcome.Harmless, null);
            case IArrayElementReferenceOperation element when element.ArrayReference == value:
                return (FlowOutcome.Consumed, element);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } property when property.Instance == value && IsPositional(value.Type):
                return (FlowOutcome.Consumed, property);
            case { } parent when parent.Syntax is SpreadElementSyntax or CollectionExpressionSyntax:
                return IsOrderedTarget(parent) ? (FlowOutcome.Consumed, parent) : (FlowOutcome.Harmless, null);
            default:
                return (FlowOutcome.Harmless, null);
        }
    }

    /// <summary>All other places where the local is read, or none where one of them sorts it.</summary>
    public static IEnumerable<IOperation> ReferencesTo(IOperation local)
    {
        var (symbol, root) = (local is ILocalReferenceOperation reference ? reference.Local : (local as IVariableDeclaratorOperation)?.Symbol, Root(local));
        if (symbol is null)
        {
            return [];
        }

        var references = Descendants(root).OfType<ILocalReferenceOperation>()
            .Where(r => SymbolEqualityComparer.Default.Equals(r.Local, symbol) && !Use.Of(r).Writes).ToArray();
        return Array.Exists(references, IsSorted) ? [] : references;
    }

    private static (FlowOutcome, IOperation?) Local(IOperation value)
    {
        var parent = value.Parent;
        while (parent is IVariableInitializerOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableDeclaratorOperation declarator => (FlowOutcome.InLocal, declarator),
            IVariableDeclarationOperation { Declarators: { Length: 1 } declarators } => (FlowOutcome.InLocal, declarators[0]),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => (FlowOutcome.InLocal, target),
            _ => (FlowOutcome.Harmless, null),
        };
    }

    private static (FlowOutcome, IOperation?) Call(IInvocationOperation call, IArgumentOperation? argument, bool isSource)
    {
        var name = call.TargetMethod.Name;
        var isReceiver = argument is null || (call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0) || (call.TargetMethod.ContainingType.Name is "Enumerable" && argument.Parameter?.Ordinal == 0);
        var isLinq = call.TargetMethod.ContainingType.FullName() is "System.Linq.Enumerable" or "System.Linq.Queryable" or "System.Linq.AsyncEnumerable";
        if (isReceiver && (s_orders.Contains(name) || s_asks.Contains(name)))
        {
            return (FlowOutcome.Harmless, null);
        }

        if (isReceiver && name is "Sum" or "Average")
        {
            // Adding floating-point numbers in another order gives another sum.
            return call.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single && !SumsWholeNumbers(call) ? (FlowOutcome.Consumed, call) : (FlowOutcome.Harmless, null);
        }

        if (s_keeps.Contains(name) && (isLinq || isReceiver && call.Type is not null) && (isReceiver || name is "Concat" or "Union"))
        {
            return UsesPosition(call) ? (FlowOutcome.Consumed, call) : (FlowOutcome.GoesOn, call);
        }

        if (s_appends.Contains(name) && !IsUnorderedTarget(call))
        {
            return call.Instance is { } target && IsSortedLater(target) ? (FlowOutcome.Harmless, null) : (FlowOutcome.Consumed, call);
        }

        if (isLinq && isReceiver || name is "SequenceEqual" or "First" or "Last" or "ElementAt" or "ForEach" && isReceiver)
        {
            return (FlowOutcome.Consumed, call);
        }

        return argument is null || isLinq || s_setOperations.Contains(name) || IsUnorderedTarget(call) ? (FlowOutcome.Harmless, null) : HandedOn(call.TargetMethod, argument.Value);
    }

    private static (FlowOutcome, IOperation?) Creation(IObjectCreationOperation creation, IOperation value) => creation.Type?.OriginalDefinition.FullName() switch
    {
        "System.Collections.Generic.List" or "System.Collections.Generic.Queue" or "System.Collections.Generic.Stack" or "System.Collections.Generic.LinkedList"
            or "System.Collections.Concurrent.ConcurrentQueue" or "System.Collections.Concurrent.ConcurrentStack" or "System.Collections.ArrayList" => (FlowOutcome.GoesOn, creation),
        { } name when UnorderedSources.IsUnorderedName(name) => (FlowOutcome.Harmless, null),
        _ => HandedOn(creation.Constructor, value),
    };

    // A list made of the elements takes their order along. A set or dictionary itself, or its Keys, does not yet.
    private static (FlowOutcome, IOperation?) HandedOn(IMethodSymbol? to, IOperation value) =>
        !KeepsItsType(Use.Unconverted(value)) && IsSequence(value.Type) && Use.Unconverted(value) is IInvocationOperation made && !IsLog(to)
            ? (FlowOutcome.Consumed, made)
            : (FlowOutcome.Harmless, null);

    // Whoever gets an IEnumerable can only enumerate it.
    private static bool IsBareSequence(ITypeSymbol? type) => type?.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_IEnumerable;

    private static bool IsSequence(ITypeSymbol? type) => type is { SpecialType: not SpecialType.System_String }
        && (type.TypeKind == TypeKind.Array || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
            || type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T));

    private static bool IsLog(IMethodSymbol? to) => to?.ContainingType.FullName().StartsWith("Microsoft.Extensions.Logging.", StringComparison.Ordinal) == true;

    private static bool SumsWholeNumbers(IInvocationOperation call) => call.TargetMethod.Name == "Average"
        && call.TargetMethod.Parameters.LastOrDefault()?.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } && arguments[arguments.Length - 1].SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    // Select((x, i) => …), Where((x, i) => …)
    private static bool UsesPosition(IInvocationOperation call) => call.TargetMethod.Name is "Select" or "Where" or "SelectMany"
        && call.TargetMethod.Parameters.LastOrDefault()?.Type is INamedTypeSymbol { Name: "Func", TypeArguments: { Length: 3 } arguments } && arguments[1].SpecialType == SpecialType.System_Int32;

    // A dictionary or set that is handed on is enumerated elsewhere, if at all.
    private static bool KeepsItsType(IOperation value) => value.Type is { } type && UnorderedSources.IsHashedType(type);

    // Only a sequence made here (ToList, Select, Keys) has taken the order on.
    private static bool IsMade(IOperation value) => Maker(value) is not null;

    private static IOperation? Maker(IOperation value) => Use.Unconverted(value) switch
    {
        IInvocationOperation call => call,
        IObjectCreationOperation creation => creation,
        ILocalReferenceOperation local => local,
        ITranslatedQueryOperation query => query,
        IConditionalAccessOperation access => access,
        ICoalesceOperation coalesce => coalesce,
        IConditionalOperation conditional => conditional,
        _ => null,
    };

    private static bool IsPositional(ITypeSymbol? type) => type?.OriginalDefinition.FullName() is "System.Collections.Generic.List" or "System.Collections.Generic.IList" or "System.Collections.Generic.IReadOnlyList" or "System.Collections.Immutable.ImmutableArray" or "System.Collections.Immutable.ImmutableList";

    private static bool IsOrderedTarget(IOperation collection)
    {
        var syntax = collection.Syntax.FirstAncestorOrSelf<CollectionExpressionSyntax>();
        var type = syntax is null ? null : collection.SemanticModel?.GetTypeInfo(syntax).ConvertedType;
        return type is null || (!UnorderedSources.IsHashedType(type) && !type.Name.Contains("Sorted"));
    }

    private static bool IsUnorderedTarget(IInvocationOperation call) => call.Type is { } type && (UnorderedSources.IsHashedType(type) || type.Name.Contains("Sorted"));

    private static bool IsSorted(ILocalReferenceOperation reference) => reference.Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "Sort", Instance: { } instance } when instance == reference => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Sort", ContainingType.Name: "Array" or "MemoryExtensions" } } } => true,
        IConversionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Sort", ContainingType.Name: "Array" or "MemoryExtensions" } } } } => true,
        _ => false,
    };

    public static bool IsSortedLater(IOperation target) => Use.Unconverted(target) is ILocalReferenceOperation local
        && Descendants(Root(local)).OfType<ILocalReferenceOperation>().Any(r => SymbolEqualityComparer.Default.Equals(r.Local, local.Local) && IsSorted(r));

    private static bool Contains(IOperation outer, IOperation inner) => Use.Unconverted(outer) == inner;

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    public static IEnumerable<IOperation> Descendants(IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            yield return operation;
            foreach (var child in operation.ChildOperations)
            {
                open.Push(child);
            }
        }
    }
}
