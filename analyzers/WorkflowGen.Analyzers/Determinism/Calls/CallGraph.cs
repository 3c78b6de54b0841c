using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>A hazard that a member leads to, and the members on the way, the first included.</summary>
internal sealed record ReachedHazard(Hazard Hazard, ImmutableArray<ISymbol> Chain);

/// <summary>
/// What members of the compilation call, member by member and only as far as it is asked for. Summaries and answers are kept for the compilation; several threads
/// may ask at once. The search is a queue, so chains are shortest, recursion ends and depth costs no stack.
/// </summary>
internal sealed class CallGraph
{
    // A bound for pathological code, far above what a step of a real program reaches.
    private const int MostMembers = 50_000;

    private readonly MemberBodies _bodies;
    private readonly EdgeTargets _targets;
    private readonly ConcurrentDictionary<(ISymbol Member, Zone Zone), ImmutableArray<ReachedHazard>> _reached = new(MemberAndZone.Comparer);

    public CallGraph(Compilation compilation)
    {
        Types = new SourceTypes(compilation);
        _bodies = new MemberBodies(compilation, Types);
        _targets = new EdgeTargets(compilation, Types);
    }

    public SourceTypes Types { get; }

    public BodySummary SummaryOf(ISymbol member, CancellationToken cancellation) => _bodies.SummaryOf(member, cancellation);

    public IEnumerable<ISymbol> TargetsOf(CallEdge edge) => _targets.Resolve(edge, TypeSubstitution.None);

    /// <summary>Everything that the member leads to in this zone, each API once, by the shortest way.</summary>
    public ImmutableArray<ReachedHazard> Reach(ISymbol member, Zone zone, CancellationToken cancellation)
    {
        if (_reached.TryGetValue((member, zone), out var known))
        {
            return known;
        }

        var found = Search(member, zone, cancellation);
        return _reached.GetOrAdd((member, zone), found);
    }

    /// <summary>The finding when a method that changes its own instance is called on one that a static field holds.</summary>
    public Hazard? SharedStateHazard(CallEdge edge, ISymbol target, CancellationToken cancellation) =>
        edge.SharedState is { } field && SummaryOf(target, cancellation).WritesOwnState
            ? Hazards.StaticStateHazards.Of(field, edge.Location)
            : null;

    private ImmutableArray<ReachedHazard> Search(ISymbol start, Zone zone, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<ReachedHazard>();
        var reported = new HashSet<(string, string)>();
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { start };
        var queue = new List<(ISymbol Member, int From, TypeSubstitution Types)> { (start, -1, TypeSubstitution.None.Into(start)) };

        for (var at = 0; at < queue.Count && at < MostMembers; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (member, _, types) = queue[at];
            if (Allowance.Covers(member))
            {
                continue;
            }

            var summary = SummaryOf(member, cancellation);
            foreach (var hazard in summary.Hazards)
            {
                Add(hazard, at);
            }

            foreach (var edge in summary.Edges)
            {
                if (edge.OnService && zone == Zone.Decision)
                {
                    continue;
                }

                foreach (var target in _targets.Resolve(edge, types))
                {
                    if (SharedStateHazard(edge, target, cancellation) is { } shared)
                    {
                        Add(shared, at);
                    }

                    if (visited.Add(target))
                    {
                        queue.Add((target, at, types.Into(target)));
                    }
                }
            }
        }

        return found.ToImmutable();

        void Add(Hazard hazard, int at)
        {
            if ((hazard.Zones & zone) != 0 && reported.Add((hazard.RuleId, hazard.Api)))
            {
                var chain = new Stack<ISymbol>();
                for (var i = at; i >= 0; i = queue[i].From)
                {
                    chain.Push(queue[i].Member);
                }

                found.Add(new(hazard, chain.ToImmutableArray()));
            }
        }
    }

    private sealed class MemberAndZone : IEqualityComparer<(ISymbol Member, Zone Zone)>
    {
        public static MemberAndZone Comparer { get; } = new();

        public bool Equals((ISymbol Member, Zone Zone) x, (ISymbol Member, Zone Zone) y) =>
            x.Zone == y.Zone && SymbolEqualityComparer.Default.Equals(x.Member, y.Member);

        public int GetHashCode((ISymbol Member, Zone Zone) key) => SymbolEqualityComparer.Default.GetHashCode(key.Member) ^ (int)key.Zone;
    }
}
