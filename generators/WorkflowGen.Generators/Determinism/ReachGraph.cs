using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Generators.Determinism;

/// <summary>
/// All members that some start from, in one graph, and from which of them each hazard is reached: asked backwards from the hazards, since most members lead to none. Each body and each edge is looked at once.
/// </summary>
internal sealed class ReachGraph(CallGraph calls, CancellationToken cancellation)
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<CallTarget, int> _numbers = new(TargetComparer.Instance);
    private readonly Dictionary<(string Name, SummaryHazard Hazard, Zone Zones, int Next), int> _elsewhere = [];
    private readonly Queue<(int Node, CallTarget Target, TypeSubstitution Types)> _open = [];
    private readonly SortedDictionary<SummaryHazard, (Zone Zones, List<int> Users)> _hazards = new(HazardOrder.Instance);
    private bool _zonesDiffer;

    public int Add(CallTarget target)
    {
        var node = NumberOf(target, TypeSubstitution.None.Into(target.Member));
        while (_open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var (from, expanded, types) = _open.Dequeue();
            foreach (var step in calls.StepsFrom(expanded, types, cancellation))
            {
                if (step.Hazard is { } hazard)
                    Use(from, hazard, step.OnService);
                else
                    Connect(from, NumberOf(step.Target, step.Types), step.OnService);
            }
        }
        return node;
    }

    /// <summary>A node that stands for any of these, and is no member itself.</summary>
    public int AnyOf(IEnumerable<int> members)
    {
        var node = NewNode("");
        foreach (var member in members)
            Connect(node, member, onService: false);
        return node;
    }

    public void Use(int node, Hazard hazard, bool onService)
    {
        var used = new SummaryHazard(hazard.RuleId, Array.IndexOf(Analyzers.Determinism.Hazards.Advice.Numbered, hazard.Advice), hazard.Api);
        var user = node;
        if (!hazard.Through.IsEmpty || onService)
        {
            (var first, user) = Elsewhere(used, hazard.Zones, hazard.Through);
            Connect(node, first, onService);
        }
        if (!_hazards.TryGetValue(used, out var users))
            users = (0, []);
        else
            _zonesDiffer |= users.Zones != hazard.Zones;
        _hazards[used] = (users.Zones | hazard.Zones, users.Users);
        users.Users.Add(user);
        _nodes[user].Uses.Add((used, hazard.Zones));
    }

    /// <summary>The hazards in order, and for each node its links to them.</summary>
    public (ImmutableArray<SummaryHazard> Hazards, IReadOnlyList<SummaryNode> Nodes) Solve()
    {
        var links = _nodes.Select(_ => new List<SummaryLink>()).ToArray();
        var distances = new int[_nodes.Count];
        var number = 0;
        foreach (var (hazard, (zones, users)) in _hazards.Select(h => (h.Key, h.Value)))
        {
            foreach (var zone in Searches(zones))
            {
                foreach (var (node, next) in From(hazard, zone, users, distances))
                    AddLink(links[node], new(number, zone, next));
            }
            number++;
        }
        return (_hazards.Keys.ToImmutableArray(), _nodes.Select((n, i) => new SummaryNode(n.Name, links[i].ToImmutableArray())).ToList());
    }

    // Where nothing tells the zones apart one search does for both.
    private IEnumerable<Zone> Searches(Zone zones) => zones == Zone.Both && _zonesDiffer ? [Zone.Step, Zone.Decision] : [zones];

    private List<(int Node, int Next)> From(SummaryHazard hazard, Zone zone, List<int> users, int[] distances)
    {
        var reached = new List<int>();
        foreach (var user in users)
        {
            if (distances[user] == 0 && _nodes[user].Uses.Any(u => u.Hazard == hazard && (u.Zones & zone) != 0))
            {
                distances[user] = 1;
                reached.Add(user);
            }
        }
        for (var at = 0; at < reached.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (from, onService) in _nodes[reached[at]].Callers)
            {
                if (distances[from] == 0 && !(onService && zone == Zone.Decision))
                {
                    distances[from] = distances[reached[at]] + 1;
                    reached.Add(from);
                }
            }
        }
        var found = reached.Select(node => (node, distances[node] == 1 ? SummaryLink.Here : Nearest(node, zone, distances))).ToList();
        foreach (var node in reached)
            distances[node] = 0;
        return found;
    }

    // Among ways of the same length the first by name: the text must not depend on the order of files.
    private int Nearest(int node, Zone zone, int[] distances)
    {
        var nearest = SummaryLink.Here;
        foreach (var (to, onService) in _nodes[node].Called)
        {
            if (distances[to] == distances[node] - 1 && distances[to] > 0 && !(onService && zone == Zone.Decision)
                && (nearest < 0 || string.CompareOrdinal(_nodes[to].Name, _nodes[nearest].Name) < 0))
            {
                nearest = to;
            }
        }
        return nearest;
    }

    private static void AddLink(List<SummaryLink> links, SummaryLink link)
    {
        if (links.Count > 0 && links[links.Count - 1] is var last && last.Hazard == link.Hazard && last.Next == link.Next)
            links[links.Count - 1] = last with { Zones = last.Zones | link.Zones };
        else
            links.Add(link);
    }

    private int NumberOf(CallTarget target, TypeSubstitution types)
    {
        if (!_numbers.TryGetValue(target, out var number))
        {
            _numbers.Add(target, number = NewNode(ChainText.Of(target.Member)));
            _open.Enqueue((number, target, types));
        }
        return number;
    }

    // The members of yet another library, of which only the names are known: the first on the way, and the one that uses the hazard.
    private (int First, int Last) Elsewhere(SummaryHazard hazard, Zone zones, ImmutableArray<string> through)
    {
        var (first, last) = (SummaryLink.Here, SummaryLink.Here);
        foreach (var name in through.IsEmpty ? [hazard.Api] : through.Reverse())
        {
            if (!_elsewhere.TryGetValue((name, hazard, zones, first), out var node))
            {
                _elsewhere.Add((name, hazard, zones, first), node = NewNode(name));
                if (first >= 0)
                    Connect(node, first, onService: false);
            }
            first = node;
            last = last < 0 ? node : last;
        }
        return (first, last);
    }

    private void Connect(int from, int to, bool onService)
    {
        _zonesDiffer |= onService;
        _nodes[from].Called.Add((to, onService));
        _nodes[to].Callers.Add((from, onService));
    }

    private int NewNode(string name)
    {
        _nodes.Add(new(name, [], [], []));
        return _nodes.Count - 1;
    }

    private sealed record Node(string Name, List<(SummaryHazard Hazard, Zone Zones)> Uses, List<(int Node, bool OnService)> Called, List<(int Node, bool OnService)> Callers);

    private sealed class HazardOrder : IComparer<SummaryHazard>
    {
        public static HazardOrder Instance { get; } = new();

        public int Compare(SummaryHazard x, SummaryHazard y) =>
            string.CompareOrdinal(x.RuleId, y.RuleId) is var rule and not 0 ? rule : string.CompareOrdinal(x.Api, y.Api) is var api and not 0 ? api : x.Advice.CompareTo(y.Advice);
    }
}
