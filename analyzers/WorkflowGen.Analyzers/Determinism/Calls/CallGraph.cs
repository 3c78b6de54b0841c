using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>A hazard that a member leads to, and the members on the way, the first included.</summary>
internal sealed record ReachedHazard(Hazard Hazard, ImmutableArray<ISymbol> Chain)
{
    public int Length => Chain.Length + Hazard.Through.Length;
}

/// <summary>What is one step away from a member: a hazard that it uses itself, or another member.</summary>
/// <param name="OnService">By a call of a service of the workflow's, which is not followed from a decision.</param>
internal readonly record struct CallStep(Hazard? Hazard, CallTarget Target, TypeSubstitution Types, bool OnService);

/// <summary>
/// What members of the compilation call, member by member and only as far as it is asked for. Summaries and answers are kept for the compilation; several threads
/// may ask at once. The search is a queue, so chains are shortest, recursion ends and depth costs no stack.
/// </summary>
internal sealed class CallGraph
{
    // A bound for pathological code, far above what a step of a real program reaches.
    private const int MostMembers = 50_000;

    private readonly ReferencedLibraries _libraries;
    private readonly MemberBodies _bodies;
    private readonly EdgeTargets _targets;
    private readonly ConcurrentDictionary<(CallTarget Target, Zone Zone), ImmutableArray<ReachedHazard>> _reached = new(TargetAndZone.Comparer);

    public CallGraph(Compilation compilation)
    {
        Types = new SourceTypes(compilation);
        _libraries = new ReferencedLibraries(compilation);
        _bodies = new MemberBodies(compilation, Types, _libraries);
        _targets = new EdgeTargets(compilation, Types, _libraries);
    }

    public SourceTypes Types { get; }

    /// <summary>What the member's code uses and calls; of a library's, what its summary says.</summary>
    public BodySummary SummaryOf(CallTarget target, CancellationToken cancellation) =>
        _libraries.SummaryOf(target) ?? _bodies.SummaryOf(target.Member, cancellation);

    public IEnumerable<CallTarget> TargetsOf(CallEdge edge) => _targets.Resolve(edge, TypeSubstitution.None);

    /// <summary>Whether the static member is state that everyone in the process shares.</summary>
    public bool IsSharedState(ISymbol member) => _bodies.IsSharedState(member);

    /// <summary>Everything that the member leads to in this zone, each API once, by the shortest way.</summary>
    public ImmutableArray<ReachedHazard> Reach(CallTarget target, Zone zone, CancellationToken cancellation)
    {
        if (_reached.TryGetValue((target, zone), out var known))
        {
            return known;
        }

        var found = Search(target, zone, cancellation);
        return _reached.GetOrAdd((target, zone), found);
    }

    /// <summary>The finding when a method that changes its own instance is called on one that a static field holds.</summary>
    public Hazard? SharedStateHazard(CallEdge edge, CallTarget target, CancellationToken cancellation) =>
        edge.SharedState is { } field && SummaryOf(target, cancellation).WritesOwnState
            ? Hazards.StaticStateHazards.Of(field, edge.Location)
            : null;

    /// <summary>What is one step away from the member, in the order of its code. Nothing where it is allowed to lead anywhere.</summary>
    public IEnumerable<CallStep> StepsFrom(CallTarget from, TypeSubstitution types, CancellationToken cancellation)
    {
        if (Allowance.Covers(from.Member))
        {
            yield break;
        }

        var summary = SummaryOf(from, cancellation);
        foreach (var hazard in summary.Hazards)
        {
            yield return new(hazard, default, types, OnService: false);
        }

        foreach (var edge in summary.Edges)
        {
            foreach (var target in _targets.Resolve(edge, types))
            {
                if (SharedStateHazard(edge, target, cancellation) is { } shared)
                {
                    yield return new(shared, default, types, edge.OnService);
                }

                yield return new(null, target, types.Into(target.Member), edge.OnService);
            }
        }
    }

    private ImmutableArray<ReachedHazard> Search(CallTarget start, Zone zone, CancellationToken cancellation)
    {
        var found = new List<ReachedHazard>();
        var places = new Dictionary<(string, string), int>();
        var visited = new HashSet<CallTarget>(TargetComparer.Instance) { start };
        var queue = new List<(CallTarget Target, int From, TypeSubstitution Types)> { (start, -1, TypeSubstitution.None.Into(start.Member)) };

        for (var at = 0; at < queue.Count && at < MostMembers; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var step in StepsFrom(queue[at].Target, queue[at].Types, cancellation))
            {
                if (step.OnService && zone == Zone.Decision)
                {
                    continue;
                }

                if (step.Hazard is { } hazard)
                {
                    Add(hazard, at);
                }
                else if (visited.Add(step.Target))
                {
                    queue.Add((step.Target, at, step.Types));
                }
            }
        }

        return found.ToImmutableArray();

        void Add(Hazard hazard, int at)
        {
            if ((hazard.Zones & zone) == 0)
            {
                return;
            }

            var isKnown = places.TryGetValue((hazard.RuleId, hazard.Api), out var place);
            if (isKnown && hazard.Through.Length >= found[place].Hazard.Through.Length)
            {
                return;
            }

            var chain = new Stack<ISymbol>();
            for (var i = at; i >= 0; i = queue[i].From)
            {
                chain.Push(queue[i].Target.Member);
            }

            var reached = new ReachedHazard(hazard, chain.ToImmutableArray());
            if (!isKnown)
            {
                places.Add((hazard.RuleId, hazard.Api), found.Count);
                found.Add(reached);
            }
            else if (reached.Length < found[place].Length)
            {
                // Members come in the order of their distance, but a library's may have a way of their own to go.
                found[place] = reached;
            }
        }
    }

    private sealed class TargetAndZone : IEqualityComparer<(CallTarget Target, Zone Zone)>
    {
        public static TargetAndZone Comparer { get; } = new();

        public bool Equals((CallTarget Target, Zone Zone) x, (CallTarget Target, Zone Zone) y) =>
            x.Zone == y.Zone && TargetComparer.Instance.Equals(x.Target, y.Target);

        public int GetHashCode((CallTarget Target, Zone Zone) key) => TargetComparer.Instance.GetHashCode(key.Target) ^ (int)key.Zone;
    }
}

/// <summary>Whether two targets are one.</summary>
internal sealed class TargetComparer : IEqualityComparer<CallTarget>
{
    public static TargetComparer Instance { get; } = new();

    public bool Equals(CallTarget x, CallTarget y) => x.AndOverrides == y.AndOverrides && SymbolEqualityComparer.Default.Equals(x.Member, y.Member);

    public int GetHashCode(CallTarget target) => SymbolEqualityComparer.Default.GetHashCode(target.Member) * 2 + (target.AndOverrides ? 1 : 0);
}
