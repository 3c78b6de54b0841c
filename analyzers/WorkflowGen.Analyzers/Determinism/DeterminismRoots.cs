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
        var guards = Named(steps, KnownAttributes.When);
        var compensations = Named(steps, KnownAttributes.CompensateWith);

        foreach (var method in methods)
        {
            var isStep = steps.Contains(method, SymbolEqualityComparer.Default);
            if (guards.Contains(method.Name) || HasOnEitherPart(method, KnownAttributes.Pure))
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

    /// <summary>The names that the steps' attributes give by <c>nameof</c>.</summary>
    private static HashSet<string> Named(IEnumerable<IMethodSymbol> steps, string attribute) =>
        new(steps.SelectMany(s => s.AttributesNamed(attribute).Concat(s.PartialImplementationPart?.AttributesNamed(attribute) ?? []))
            .SelectMany(a => a.ConstructorArguments)
            .SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values.IsDefault ? [] : a.Values.AsEnumerable() : [a])
            .Select(a => a.Kind == TypedConstantKind.Primitive ? a.Value as string : null)
            .OfType<string>(), StringComparer.Ordinal);
}
