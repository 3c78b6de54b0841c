using System.Collections.Immutable;
using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Generators.Determinism;

/// <summary>Of a solved graph, what is on a chain from an exported member, numbered in the order in which that comes to it.</summary>
internal sealed class SummarySelection(IReadOnlyList<SummaryNode> nodes)
{
    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<(int Node, HashSet<(int Hazard, Zone Zone)> Needed)> _chosen = [];
    private readonly Queue<(int Node, int Hazard, Zone Zone)> _open = [];

    public string Select(ImmutableArray<SummaryHazard> hazards, IReadOnlyList<Exported> exported)
    {
        var members = new List<SummaryMember>();
        foreach (var member in exported)
        {
            var links = LinksOf(member.Node);
            var overridden = LinksOf(member.Overridden);
            if (links.IsEmpty && overridden.IsEmpty && !member.WritesOwnState)
                continue;
            Follow(member.Node, links);
            foreach (var link in overridden)
                Follow(link.Next, ImmutableArray.Create(link));
            members.Add(new(member.Id, links.IsEmpty ? SummaryLink.Here : _numbers[member.Node], member.WritesOwnState, overridden.Select(Renumbered).ToImmutableArray()));
        }

        var used = _chosen.SelectMany(c => c.Needed).Select(n => n.Hazard).Distinct().OrderBy(h => h).ToList();
        var hazardNumbers = used.Select((h, i) => (h, i)).ToDictionary(p => p.h, p => p.i);
        return members.Count == 0 ? "" : SummaryText.Write(
            [.. used.Select(h => hazards[h])],
            [.. _chosen.Select(c => new SummaryNode(nodes[c.Node].Name, WithHazards(hazardNumbers, Needed(c.Node, c.Needed).Select(Renumbered))))],
            [.. members.Select(m => m with { Overridden = WithHazards(hazardNumbers, m.Overridden) })]);
    }

    private ImmutableArray<SummaryLink> LinksOf(int node) => node < 0 ? ImmutableArray<SummaryLink>.Empty : nodes[node].Links;

    private void Follow(int node, ImmutableArray<SummaryLink> links)
    {
        foreach (var link in links)
        {
            foreach (var zone in Zones(link.Zones))
                _open.Enqueue((node, link.Hazard, zone));
        }
        while (_open.Count > 0)
        {
            var (at, hazard, zone) = _open.Dequeue();
            if (!_numbers.TryGetValue(at, out var number))
            {
                _numbers.Add(at, number = _chosen.Count);
                _chosen.Add((at, []));
            }
            if (_chosen[number].Needed.Add((hazard, zone)))
            {
                foreach (var next in nodes[at].Links.Where(l => l.Hazard == hazard && (l.Zones & zone) != 0 && l.Next >= 0))
                    _open.Enqueue((next.Next, hazard, zone));
            }
        }
    }

    private IEnumerable<SummaryLink> Needed(int node, HashSet<(int Hazard, Zone Zone)> needed) => nodes[node].Links
        .Select(l => l with { Zones = Zones(l.Zones).Where(z => needed.Contains((l.Hazard, z))).Aggregate((Zone)0, (all, z) => all | z) })
        .Where(l => l.Zones != 0);

    private SummaryLink Renumbered(SummaryLink link) => link.Next < 0 ? link : link with { Next = _numbers[link.Next] };

    private static ImmutableArray<SummaryLink> WithHazards(Dictionary<int, int> numbers, IEnumerable<SummaryLink> links) => links.Select(l => l with { Hazard = numbers[l.Hazard] }).ToImmutableArray();

    private static IEnumerable<Zone> Zones(Zone zones) => new[] { Zone.Step, Zone.Decision }.Where(z => (zones & z) != 0);
}
