using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>A member of a workflow whose code the rules are about, and the zone it is in.</summary>
internal readonly record struct DeterminismRoot(ISymbol Member, Zone Zone);

internal static class DeterminismRoots
{
    public static IEnumerable<DeterminismRoot> Of(INamedTypeSymbol workflow)
    {
        var methods = workflow.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Ordinary && m.PartialDefinitionPart is null).ToArray();
        var steps = methods.Where(m => HasOnEitherPart(m, KnownAttributes.Step)).ToArray();
        var decisions = DecisionsNamedBy(methods);
        var compensations = Named(methods, KnownAttributes.CompensateWith);

        foreach (var method in methods)
        {
            var isStep = steps.Contains(method, SymbolEqualityComparer.Default);
            if (decisions.Contains(method.Name) || HasOnEitherPart(method, KnownAttributes.Pure) || HasOnEitherPart(method, KnownAttributes.Upcast) || (!isStep && HasOnEitherPart(method, KnownAttributes.Delay)))
            {
                yield return new(method, Zone.Decision);
            }
            else if (isStep || compensations.Contains(method.Name))
            {
                yield return new(method, Zone.Step);
            }
        }

        foreach (var constructor in workflow.Constructors)
        {
            yield return new(constructor, Zone.Step);
        }

        foreach (var member in workflow.GetMembers().Where(m => !m.IsStatic && Initialisers.Has(m)))
        {
            yield return new(member, Zone.Step);
        }
    }

    private static bool HasOnEitherPart(IMethodSymbol method, string attribute) =>
        method.HasAttribute(attribute) || method.PartialImplementationPart?.HasAttribute(attribute) == true;

    /// <summary>Guards of any kind: whether a step runs, a loop goes on, there are enough elements.</summary>
    private static HashSet<string> DecisionsNamedBy(IMethodSymbol[] methods)
    {
        var names = Named(methods, KnownAttributes.When);
        names.UnionWith(Named(methods, KnownAttributes.Unless));
        foreach (var method in methods)
        {
            names.UnionWith(Argument(AttributesOnEitherPart(method, KnownAttributes.Loop), "While"));
            names.UnionWith(Argument(method.Parameters.SelectMany(p => p.AttributesNamed(KnownAttributes.Each)), "Until"));
        }
        return names;
    }

    private static IEnumerable<string> Argument(IEnumerable<AttributeData> attributes, string name) =>
        attributes.SelectMany(a => a.NamedArguments).Where(a => a.Key == name).Select(a => a.Value.Value).OfType<string>();

    private static IEnumerable<AttributeData> AttributesOnEitherPart(IMethodSymbol method, string attribute) =>
        method.AttributesNamed(attribute).Concat(method.PartialImplementationPart?.AttributesNamed(attribute) ?? []);

    /// <summary>The names that the methods' attributes give by <c>nameof</c>.</summary>
    private static HashSet<string> Named(IEnumerable<IMethodSymbol> methods, string attribute) =>
        new(methods.SelectMany(m => AttributesOnEitherPart(m, attribute))
            .SelectMany(a => a.ConstructorArguments)
            .SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values.IsDefault ? [] : a.Values.AsEnumerable() : [a])
            .Select(a => a.Kind == TypedConstantKind.Primitive ? a.Value as string : null)
            .OfType<string>(), StringComparer.Ordinal);
}
