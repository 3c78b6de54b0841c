using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>What the names in a workflow's attributes stand for.</summary>
internal sealed class NodeNames
{
    private readonly WorkflowModel _model;
    private readonly Dictionary<string, int> _guards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _catchers = [];

    public NodeNames(WorkflowModel model)
    {
        _model = model;
        for (var i = 0; i < model.Guards.Count; i++)
            _guards[model.Guards[i].Name] = i;
        for (var i = model.Steps.Count - 1; i >= 0; i--)
            _nodes[model.Steps[i].Name] = i;
        for (var i = 0; i < model.Steps.Count; i++)
        {
            foreach (var name in model.Steps[i].Catches)
            {
                var caught = Node(name);
                if (caught < 0 || caught == i)
                    continue;
                if (!_catchers.TryGetValue(caught, out var catchers))
                    _catchers[caught] = catchers = [];
                if (!catchers.Contains(i))
                    catchers.Add(i);
            }
        }
    }

    /// <summary>The node of that name, or −1.</summary>
    public int Node(string? name) => name is not null && _nodes.TryGetValue(name, out var node) ? node : -1;

    /// <summary>The guard of that name, or −1.</summary>
    public int Guard(string? name) => name is not null && _guards.TryGetValue(name, out var guard) ? guard : -1;

    /// <summary>The input of that name, or −1.</summary>
    public int Input(string name)
    {
        for (var i = 0; i < _model.Inputs.Count; i++)
        {
            if (string.Equals(_model.Inputs[i].Name, name, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    /// <summary>The nodes that handle the failure of one, in order of declaration.</summary>
    public IReadOnlyList<int> CatchersOf(int node) => _catchers.TryGetValue(node, out var catchers) ? catchers : [];

    /// <summary>Whether anything is caught at all.</summary>
    public bool HasCatchers => _catchers.Count > 0;

    /// <summary>The nodes that handle the failure of one, and of those, and so on.</summary>
    public IReadOnlyList<int> StandInsFor(int node)
    {
        var found = new List<int>();
        var pending = new Queue<int>();
        pending.Enqueue(node);
        while (pending.Count > 0)
        {
            foreach (var catcher in CatchersOf(pending.Dequeue()))
            {
                if (catcher == node || found.Contains(catcher))
                    continue;
                found.Add(catcher);
                pending.Enqueue(catcher);
            }
        }
        return found;
    }
}
