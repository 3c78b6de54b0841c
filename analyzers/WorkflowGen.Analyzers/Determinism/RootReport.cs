using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Analyzers.Determinism.Hazards;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>
/// The findings of one step, decision or initialiser: one for each API it uses, at each place in its own text (local functions included) from which that is reached.
/// </summary>
internal sealed class RootReport(CallGraph graph, INamedTypeSymbol workflow, DeterminismRoot root, CancellationToken cancellation)
{
    private readonly HashSet<(string, string, Location)> _reported = [];

    public IEnumerable<Diagnostic> Diagnostics()
    {
        var own = new List<(ISymbol Member, ImmutableArray<string> Chain)> { (root.Member, ImmutableArray.Create(ChainText.Of(root.Member))) };
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { root.Member };
        for (var at = 0; at < own.Count; at++)
        {
            var (member, chain) = own[at];
            var summary = graph.SummaryOf(new(member), cancellation);
            foreach (var hazard in summary.Hazards.Where(h => (h.Zones & root.Zone) != 0))
            {
                if (Create(hazard, chain, hazard.Location, isOwn: true) is { } diagnostic)
                {
                    yield return diagnostic;
                }
            }

            foreach (var edge in summary.Edges.Where(e => !(e.OnService && root.Zone == Zone.Decision)))
            {
                foreach (var target in graph.TargetsOf(edge))
                {
                    if (IsLocalFunctionHere(target.Member))
                    {
                        if (seen.Add(target.Member))
                        {
                            own.Add((target.Member, chain.Add(ChainText.Of(target.Member))));
                        }

                        continue;
                    }

                    foreach (var diagnostic in Reached(edge, target, chain))
                    {
                        yield return diagnostic;
                    }
                }
            }
        }
    }

    private IEnumerable<Diagnostic> Reached(CallEdge edge, CallTarget target, ImmutableArray<string> chain)
    {
        if (IsReportedOnItsOwn(target.Member))
        {
            yield break;
        }

        if (graph.SharedStateHazard(edge, target, cancellation) is { } shared && Create(shared, chain, edge.Location, isOwn: true) is { } own)
        {
            yield return own;
        }

        foreach (var reached in graph.Reach(target, root.Zone, cancellation))
        {
            if (!IsInRoot(reached.Hazard.Location)
                && Create(reached.Hazard, chain.AddRange(reached.Chain.Select(ChainText.Of)), edge.Location, isOwn: false) is { } diagnostic)
            {
                yield return diagnostic;
            }
        }
    }

    private Diagnostic? Create(Hazard hazard, ImmutableArray<string> chain, Location at, bool isOwn)
    {
        // Code of a base class of the workflow, or of a constructor that is not written anywhere, is shown at the class.
        var location = at.IsInSource ? at : root.Member.Locations.FirstOrDefault(l => l.IsInSource) ?? workflow.Locations.FirstOrDefault() ?? Location.None;
        if (!_reported.Add((hazard.RuleId, hazard.Api, location)))
        {
            return null;
        }

        var properties = isOwn && root is { Zone: Zone.Step, Member: IMethodSymbol { MethodKind: MethodKind.Ordinary } } && hazard.Replacement is { } replacement
            ? ImmutableDictionary<string, string?>.Empty.Add(Replacements.Property, replacement)
            : ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(
            DeterminismDescriptors.For(hazard.RuleId), location, isOwn || !hazard.Location.IsInSource ? [] : [hazard.Location], properties,
            ChainText.Of(Links(chain, hazard)), Advise(hazard));
    }

    // Static state of a library is the last member on the way to it itself.
    private static ImmutableArray<string> Links(ImmutableArray<string> chain, Hazard hazard)
    {
        var links = chain.AddRange(hazard.Through);
        return links[links.Length - 1] == hazard.Api ? links : links.Add(hazard.Api);
    }

    // A decision gets no StepContext: what it needs has to be handed to it.
    private string Advise(Hazard hazard) =>
        root.Zone == Zone.Decision && hazard.Advice is Advice.Clock or Advice.Random or Advice.Guid ? $"{hazard.Advice} in a step and hand the value over"
        : root.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary } ? hazard.Advice
        : hazard.Advice is Advice.Clock or Advice.Random or Advice.Guid ? $"{hazard.Advice} in the step that needs it" : hazard.Advice;

    // An initialiser of the workflow's is a root itself. Code that it only stores runs in the step.
    private bool IsReportedOnItsOwn(ISymbol target) =>
        target is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }
        && SymbolEqualityComparer.Default.Equals(target.ContainingType, workflow)
        && (root.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } || !MemberBodies.HoldsCode(target is IFieldSymbol field ? field.Type : ((IPropertySymbol)target).Type));

    private bool IsLocalFunctionHere(ISymbol target)
    {
        if (target is not IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            return false;
        }

        for (ISymbol? around = target.ContainingSymbol; around is not null; around = around.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(around, root.Member) || SymbolEqualityComparer.Default.Equals((around as IMethodSymbol)?.PartialDefinitionPart, root.Member))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInRoot(Location location) => root.Member.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == location.SourceTree && d.Span.Contains(location.SourceSpan));
}
