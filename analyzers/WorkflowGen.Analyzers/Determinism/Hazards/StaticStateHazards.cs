using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>Static fields and properties that can change, or whose content does.</summary>
internal static class StaticStateHazards
{
    public static Hazard Of(string member, Location at) => new(RuleIds.StaticState, member, Advice.State, Zone.Both, at);

    public static void Check(IOperation operation, HazardSink sink)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false, ContainingType.TypeKind: not TypeKind.Enum } field } when !IsOwnInitialisation(operation, field, sink):
                if (!Allowance.Covers(field) && (!field.IsReadOnly || (IsMutable(field.Type) && (IsChangedHere(operation, sink) || (sink.IsHere(field) && sink.IsContentChanged(field))))))
                {
                    sink.Add(Of(ChainText.Of(field), Use.LocationOf(operation)));
                }

                break;
            case IPropertyReferenceOperation { Property: { IsStatic: true } property } when sink.IsHere(property) && !IsOwnInitialisation(operation, property, sink):
                if (IsSettable(property) || (IsAutomatic(property) && IsMutable(property.Type) && (IsChangedHere(operation, sink) || sink.IsContentChanged(property))))
                {
                    if (!Allowance.Covers(property))
                    {
                        sink.Add(Of(ChainText.Of(property), Use.LocationOf(operation)));
                    }
                }

                break;
            case IEventReferenceOperation { Event: { IsStatic: true } @event } when sink.IsHere(@event) && !Allowance.Covers(@event):
                sink.Add(Of(ChainText.Of(@event), Use.LocationOf(operation)));
                break;
        }
    }

    /// <summary>Whether whoever uses the static member shares it with everyone else in the process.</summary>
    public static bool IsShared(ISymbol member, Func<ISymbol, bool> isContentChanged) => member.IsStatic && !Allowance.Covers(member) && member switch
    {
        IFieldSymbol { IsConst: false } field => !field.IsReadOnly || (IsMutable(field.Type) && isContentChanged(field)),
        IPropertySymbol property => IsSettable(property) || (IsAutomatic(property) && IsMutable(property.Type) && isContentChanged(property)),
        IEventSymbol => true,
        _ => false,
    };

    /// <summary>The static member that holds the receiver of a call, if it is an object of the compilation's own.</summary>
    public static string? SharedHolder(IOperation instance) => Use.Unconverted(instance) switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true } field } => ChainText.Of(field),
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => ChainText.Of(property),
        _ => null,
    };

    public static bool IsImmutable(ITypeSymbol? type)
    {
        if (type is null || type.SpecialType is not SpecialType.None and not SpecialType.System_Object and not SpecialType.System_Array || type.TypeKind == TypeKind.Enum)
        {
            return type is not null;
        }

        var name = type.OriginalDefinition.FullName();
        return (name.StartsWith("System.Collections.Immutable.", System.StringComparison.Ordinal) && !name.EndsWith(".Builder", System.StringComparison.Ordinal))
            || name.StartsWith("System.Collections.Frozen.", System.StringComparison.Ordinal)
            || name is "System.Guid" or "System.TimeSpan" or "System.DateTimeOffset" or "System.DateOnly" or "System.TimeOnly" or "System.Uri" or "System.Version" or "System.Text.RegularExpressions.Regex";
    }

    private static bool IsMutable(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Array || (!IsImmutable(type) && !type.IsDelegate());

    private static bool IsSettable(IPropertySymbol property) =>
        property.SetMethod is { IsInitOnly: false } && IsAutomatic(property);

    private static bool IsAutomatic(IPropertySymbol property) => property.GetMethod is { } getter && MemberBodies.IsAutomatic(getter);

    // The static constructor and the initialisers of its own type set the state up, once.
    private static bool IsOwnInitialisation(IOperation operation, ISymbol member, HazardSink sink) =>
        SymbolEqualityComparer.Default.Equals(sink.Member.ContainingType?.OriginalDefinition, member.ContainingType.OriginalDefinition)
        && (sink.Member is IMethodSymbol { MethodKind: MethodKind.StaticConstructor } || (sink.Member is IFieldSymbol or IPropertySymbol && sink.Member.IsStatic && Use.Of(operation).Writes))
        && operation.Syntax.Ancestors().All(n => n is not Microsoft.CodeAnalysis.CSharp.Syntax.LambdaExpressionSyntax);

    private static bool IsChangedHere(IOperation reference, HazardSink sink)
    {
        var value = reference;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation { Instance: { } instance, TargetMethod: var method } when instance == value =>
                Mutators.Is(method, sink.Compilation),
            IPropertyReferenceOperation { Instance: { } instance } property when instance == value => Use.Of(property).Writes,
            IFieldReferenceOperation { Instance: { } instance } field when instance == value => Use.Of(field).Writes,
            IArrayElementReferenceOperation element when element.ArrayReference == value => Use.Of(element).Writes,
            IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter.ContainingSymbol is IMethodSymbol { Name: "Fill" or "Clear" or "Sort" or "Reverse" or "Shuffle", ContainingType.Name: "Array" or "CollectionsMarshal" } && parameter.Ordinal == 0,
            _ => false,
        };
    }
}
