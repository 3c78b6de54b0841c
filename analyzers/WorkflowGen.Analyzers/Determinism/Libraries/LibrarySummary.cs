using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Analyzers.Determinism.Hazards;

namespace WorkflowGen.Analyzers.Determinism.Libraries;

/// <summary>What is used at the end of a chain.</summary>
/// <param name="Advice">What to do instead, by its place in <see cref="Hazards.Advice.Numbered"/>.</param>
internal readonly record struct SummaryHazard(string RuleId, int Advice, string Api)
{
    /// <summary>A later version may have rules that this one cannot report.</summary>
    public bool IsKnown => DeterminismRules.Followed.Contains(RuleId) && Advice < Hazards.Advice.Numbered.Length;
}

/// <summary>One hazard that is reached in these zones, by the node that is next on the way; none where it is used right here.</summary>
internal readonly record struct SummaryLink(int Hazard, Zone Zones, int Next)
{
    public const int Here = -1;
}

/// <summary>A member on a chain, as messages name it.</summary>
internal readonly record struct SummaryNode(string Name, ImmutableArray<SummaryLink> Links);

/// <summary>A member that other assemblies can name, by its documentation comment id.</summary>
/// <param name="Node">The node of its own code, or <see cref="SummaryLink.Here"/> where that leads nowhere.</param>
/// <param name="Overridden">Where a call leads that may also mean an override in the library. The next nodes are the members whose code is meant, its own included.</param>
internal readonly record struct SummaryMember(string Id, int Node, bool WritesOwnState, ImmutableArray<SummaryLink> Overridden);

/// <summary>What the members of a library lead to that other assemblies can name.</summary>
internal sealed class LibrarySummary(ImmutableArray<SummaryHazard> hazards, ImmutableArray<SummaryNode> nodes, IReadOnlyDictionary<string, SummaryMember> members)
{
    public BodySummary Of(string id, bool andOverrides)
    {
        if (!members.TryGetValue(id, out var member))
        {
            return BodySummary.Empty;
        }

        var found = ImmutableArray.CreateBuilder<Hazard>();
        if (andOverrides && !member.Overridden.IsEmpty)
        {
            foreach (var link in member.Overridden)
            {
                AddByZone(found, link, link.Next == member.Node ? ImmutableArray<string>.Empty : ImmutableArray.Create(nodes[link.Next].Name));
            }
        }
        else if (member.Node >= 0)
        {
            foreach (var link in nodes[member.Node].Links)
            {
                Add(found, link, ImmutableArray<string>.Empty);
            }
        }

        return new(found.ToImmutable(), ImmutableArray<CallEdge>.Empty, member.WritesOwnState);
    }

    // From the overriding member on, the way may be another in each zone.
    private void AddByZone(ImmutableArray<Hazard>.Builder found, SummaryLink link, ImmutableArray<string> way)
    {
        foreach (var next in nodes[link.Next].Links)
        {
            if (next.Hazard == link.Hazard && (next.Zones & link.Zones) != 0)
            {
                Add(found, next with { Zones = next.Zones & link.Zones }, way);
            }
        }
    }

    private void Add(ImmutableArray<Hazard>.Builder found, SummaryLink link, ImmutableArray<string> way)
    {
        var hazard = hazards[link.Hazard];
        if (!hazard.IsKnown)
        {
            return;
        }

        var (step, decision) = (Names(link, Zone.Step), Names(link, Zone.Decision));
        foreach (var (zones, names) in link.Zones != Zone.Both ? [(link.Zones, link.Zones == Zone.Step ? step : decision)]
            : step.SequenceEqual(decision) ? new[] { (Zone.Both, step) } : [(Zone.Step, step), (Zone.Decision, decision)])
        {
            found.Add(new(hazard.RuleId, hazard.Api, Advice.Numbered[hazard.Advice], zones, Location.None) { Through = way.AddRange(names) });
        }
    }

    private List<string> Names(SummaryLink link, Zone zone)
    {
        var names = new List<string>();
        // No chain is longer than there are nodes, unless the text is wrong.
        for (var (at, steps) = (link.Next, 0); at >= 0 && steps < nodes.Length; steps++)
        {
            names.Add(nodes[at].Name);
            var next = SummaryLink.Here;
            foreach (var further in nodes[at].Links)
            {
                if (further.Hazard == link.Hazard && (further.Zones & zone) != 0)
                {
                    next = further.Next;
                }
            }

            at = next;
        }

        return names;
    }
}
