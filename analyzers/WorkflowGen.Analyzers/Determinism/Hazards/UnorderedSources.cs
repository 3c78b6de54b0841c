using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>A place where a sequence without an order of its own begins.</summary>
internal sealed record UnorderedSource(string RuleId, string Name);

internal static class UnorderedSources
{
    private static readonly HashSet<string> s_hashed =
    [
        "System.Collections.Generic.Dictionary", "System.Collections.Generic.HashSet", "System.Collections.Generic.IDictionary", "System.Collections.Generic.IReadOnlyDictionary",
        "System.Collections.Generic.ISet", "System.Collections.Generic.IReadOnlySet", "System.Collections.Concurrent.ConcurrentDictionary", "System.Collections.Concurrent.ConcurrentBag",
        "System.Collections.Immutable.ImmutableDictionary", "System.Collections.Immutable.ImmutableHashSet", "System.Collections.Immutable.IImmutableDictionary", "System.Collections.Immutable.IImmutableSet",
        "System.Collections.Frozen.FrozenDictionary", "System.Collections.Frozen.FrozenSet", "System.Collections.Hashtable", "System.Collections.IDictionary",
        "System.Collections.ObjectModel.ReadOnlyDictionary", "System.Collections.ObjectModel.ReadOnlySet", "System.Collections.Specialized.HybridDictionary", "System.Collections.Specialized.StringDictionary",
        "System.Collections.Immutable.ImmutableDictionary.Builder", "System.Collections.Immutable.ImmutableHashSet.Builder",
        "System.Collections.Generic.Dictionary.KeyCollection", "System.Collections.Generic.Dictionary.ValueCollection", "System.Collections.Generic.PriorityQueue.UnorderedItemsCollection",
        "System.Runtime.CompilerServices.ConditionalWeakTable",
    ];

    // Interfaces of these say nothing about an order, but what implements them may have one.
    private static readonly HashSet<string> s_ordered =
    [
        "System.Collections.Generic.SortedDictionary", "System.Collections.Generic.SortedList", "System.Collections.Generic.SortedSet", "System.Collections.Generic.OrderedDictionary",
        "System.Collections.Immutable.ImmutableSortedDictionary", "System.Collections.Immutable.ImmutableSortedSet", "System.Collections.SortedList", "System.Collections.Specialized.OrderedDictionary", "System.Collections.Specialized.ListDictionary",
    ];

    private static readonly Dictionary<string, HashSet<string>> s_reflection = new()
    {
        ["System.Type"] = ["GetMembers", "GetMethods", "GetProperties", "GetFields", "GetConstructors", "GetEvents", "GetInterfaces", "GetNestedTypes", "GetMember", "GetDefaultMembers", "FindMembers", "FindInterfaces"],
        ["System.Reflection.MemberInfo"] = ["GetCustomAttributes", "GetCustomAttributesData", "CustomAttributes"],
        ["System.Reflection.TypeInfo"] = ["DeclaredMembers", "DeclaredMethods", "DeclaredProperties", "DeclaredFields", "DeclaredConstructors", "DeclaredEvents", "DeclaredNestedTypes", "ImplementedInterfaces", "GetDeclaredMethods"],
        ["System.Reflection.Assembly"] = ["GetTypes", "GetExportedTypes", "DefinedTypes", "ExportedTypes", "GetForwardedTypes", "Modules", "GetModules", "GetLoadedModules", "GetReferencedAssemblies", "GetCustomAttributes", "CustomAttributes", "GetCustomAttributesData"],
        ["System.Reflection.Module"] = ["GetTypes", "GetMethods", "GetFields", "GetCustomAttributes", "FindTypes"],
        ["System.Reflection.CustomAttributeExtensions"] = ["GetCustomAttributes"],
        ["System.Reflection.RuntimeReflectionExtensions"] = ["GetRuntimeMethods", "GetRuntimeProperties", "GetRuntimeFields", "GetRuntimeEvents"],
        ["System.Attribute"] = ["GetCustomAttributes"],
        ["System.AppDomain"] = ["GetAssemblies", "ReflectionOnlyGetAssemblies"],
        ["System.Runtime.Loader.AssemblyLoadContext"] = ["Assemblies", "All"],
    };

    private static readonly ConditionalWeakTable<ITypeSymbol, object> s_isHashed = new();

    public static UnorderedSource? RuleFor(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: var method } when IsReflection(method) => new(RuleIds.ReflectionOrder, KnownApis.NameOf(method)),
        IPropertyReferenceOperation { Property: var property } when IsReflection(property) => new(RuleIds.ReflectionOrder, KnownApis.NameOf(property)),
        IPropertyReferenceOperation { Property.Name: "Keys" or "Values", Instance: { } owner } when IsHashed(owner) => new(RuleIds.HashOrder, $"{Name(owner)}.{((IPropertyReferenceOperation)operation).Property.Name}"),
        IInvocationOperation { TargetMethod: { Name: "ToArray", IsStatic: false }, Instance: { } owner } when IsHashed(owner) => new(RuleIds.HashOrder, Name(owner)),
        IConversionOperation or IArgumentOperation or IConditionalAccessOperation or IVariableInitializerOperation or IParenthesizedOperation => null,
        _ when IsValue(operation) && IsHashed(operation) => new(RuleIds.HashOrder, Name(operation)),
        _ => null,
    };

    public static bool IsHashed(IOperation operation)
    {
        var declared = operation.Type;
        if (declared is null || !IsHashedType(declared))
        {
            return false;
        }

        var actual = Use.ActualType(operation).Type ?? declared;
        return !IsOrderedType(actual);
    }

    public static bool IsUnorderedName(string fullName) => s_hashed.Contains(fullName) || s_ordered.Contains(fullName);

    public static bool IsHashedType(ITypeSymbol type) =>
        type.SpecialType == SpecialType.None && (bool)s_isHashed.GetValue(type.OriginalDefinition, static definition => FindIsHashed(definition));

    private static bool FindIsHashed(ITypeSymbol type) =>
        !IsOrderedType(type) && (s_hashed.Contains(type.OriginalDefinition.FullName()) || type.SelfAndBases().Any(t => s_hashed.Contains(t.OriginalDefinition.FullName())));

    private static bool IsOrderedType(ITypeSymbol type) => type.SelfAndBases().Any(t => s_ordered.Contains(t.OriginalDefinition.FullName()));

    private static bool IsValue(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
        or IInvocationOperation or IObjectCreationOperation or IAwaitOperation or IConditionalAccessInstanceOperation or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
        or IArrayElementReferenceOperation or ITypeParameterObjectCreationOperation;

    private static bool IsReflection(ISymbol member) => member.ContainingType is { } type && s_reflection.TryGetValue(type.FullName(), out var names) && names.Contains(member.Name);

    private static string Name(IOperation value) => (Use.Unconverted(value).Type ?? value.Type!).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).TrimEnd('?');
}
