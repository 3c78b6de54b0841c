using System.Collections.Immutable;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Analyzers.Determinism.Hazards;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Generators.Determinism;

/// <summary>What the exported members of a compilation lead to, as the text of its summary.</summary>
internal static class SummaryOfCompilation
{
    /// <summary>Empty where they lead to nothing that the rules report.</summary>
    public static string Write(Compilation compilation, CancellationToken cancellation)
    {
        var calls = new CallGraph(compilation);
        var exported = ExportedMembers.Of(compilation.Assembly)
            .Select(m => (Id: MemberId.Of(m), Member: m))
            .Where(m => m.Id is not null)
            .OrderBy(m => m.Id, StringComparer.Ordinal)
            .ToList();
        // Reading the bodies is nearly all of the work, and asks for nothing that is not safe on several threads.
        Parallel.ForEach(exported, new() { CancellationToken = cancellation }, m => calls.SummaryOf(new(m.Member), cancellation));

        var graph = new ReachGraph(calls, cancellation);
        var found = new List<Exported>(exported.Count);
        foreach (var (id, member) in exported)
        {
            if (Allowance.Covers(member))
                continue;
            var owner = Targets(calls, new(EdgeKind.Direct, member, Location.None)).FirstOrDefault();
            var node = owner is null ? SummaryLink.Here : graph.Add(new(owner));
            if (owner is not null && calls.IsSharedState(owner))
                graph.Use(node, StaticStateHazards.Of(ChainText.Of(owner), Location.None), onService: false);
            var overrides = Overridable(member) is { } method
                ? Targets(calls, new(EdgeKind.Virtual, method, Location.None, method.ContainingType)).Select(o => graph.Add(new(o))).ToList()
                : [];
            found.Add(new(id!, node, WritesOwnState(calls, member, cancellation), overrides.Count > 1 || (overrides.Count == 1 && overrides[0] != node) ? graph.AnyOf(overrides) : SummaryLink.Here));
        }

        var (hazards, nodes) = graph.Solve();
        return new SummarySelection(nodes).Select(hazards, found);
    }

    private static IEnumerable<ISymbol> Targets(CallGraph calls, CallEdge edge) => calls.TargetsOf(edge).Select(t => t.Member);

    private static IMethodSymbol? Overridable(ISymbol member) =>
        member is IMethodSymbol { IsSealed: false, ContainingType: { TypeKind: TypeKind.Class, IsSealed: false } } method && (method.IsVirtual || method.IsAbstract || method.IsOverride) ? method : null;

    // What is written to from outside is seen there.
    private static bool WritesOwnState(CallGraph calls, ISymbol member, CancellationToken cancellation) =>
        member is IMethodSymbol { IsStatic: false, MethodKind: not (MethodKind.Constructor or MethodKind.PropertySet) } && calls.SummaryOf(new(member), cancellation).WritesOwnState;
}

/// <summary>An exported member, the node of its code, and the node of what may override it, each <see cref="SummaryLink.Here"/> where there is none.</summary>
internal sealed record Exported(string Id, int Node, bool WritesOwnState, int Overridden);
