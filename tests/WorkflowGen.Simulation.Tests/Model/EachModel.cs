using System.Globalization;
using System.Text.Json;
using WorkflowGen.Journal;

namespace WorkflowGen.Simulation.Tests;

/// <summary>What may happen in a run of an <see cref="EachWorkflow"/>, by decision 0012.</summary>
internal sealed class EachModel(EachWorkflow workflow, World world, Action<string, string> report)
{
    private readonly Dictionary<string, SortedDictionary<int, int>> _completed = new() { ["map"] = [], ["take"] = [], ["gather"] = [] };
    private readonly Dictionary<string, int> _failed = [];
    private readonly Dictionary<string, DateTimeOffset> _retryAt = [];
    private readonly Dictionary<string, List<int>> _items = new() { ["stream"] = [], ["more"] = [] };
    private readonly HashSet<string> _settled = [];
    private bool _stopped;
    private bool _failedForGood;

    public void Apply(JournalRecord record, int received)
    {
        switch (record)
        {
            case ItemReceived item:
                Receive(item, received);
                break;
            case StepCompleted completed when completed.Node.Contains('['):
                Complete(completed);
                break;
            case StepCompleted completed:
                CompleteNode(completed);
                break;
            case AttemptFailed failed:
                Fail(failed);
                break;
        }
    }

    /// <summary>Looked at where an element begins, on a worker that has the lease.</summary>
    public void Begins(string node, int element, int attempt)
    {
        var key = $"{node}[{element}]";
        if (_completed[node].ContainsKey(element) || _settled.Contains(node))
            report("I3", $"{key} is begun again");
        if (attempt != _failed.GetValueOrDefault(key) + 1)
            report("I10", $"{key} is begun in attempt {attempt} after {_failed.GetValueOrDefault(key)} that failed");
    }

    private void Receive(ItemReceived record, int received)
    {
        var items = _items[record.Node];
        var value = JsonSerializer.Deserialize<int>(record.Payload.Span);
        if (record.Item != items.Count)
            report("I7", $"{record.Node} receives item {record.Item} after {items.Count}");
        if (record.Node == "stream" && value != record.Item)
            report("I6", $"{record.Node} receives {value} as item {record.Item}");
        if (record.Node == "more" && (items.Contains(value) || items.Count >= received))
            report("I7", $"{record.Node} receives {value}, which it has received or nobody has sent");
        items.Add(value);
        world.Tally.Count("item received");
    }

    private void Complete(StepCompleted record)
    {
        var bracket = record.Node.IndexOf('[');
        var (node, element) = (record.Node[..bracket], int.Parse(record.Node.AsSpan(bracket + 1, record.Node.Length - bracket - 2), CultureInfo.InvariantCulture));
        var value = JsonSerializer.Deserialize<int>(record.Payload.Span);
        var source = node switch { "map" => element, "take" => _items["stream"].ElementAtOrDefault(element), _ => _items["more"].ElementAtOrDefault(element) };
        if (node != "map" && element >= _items[node == "take" ? "stream" : "more"].Count)
            report("I5", $"{record.Node} completes, and its item is not on record");
        if (_settled.Contains(node))
            report("I3", $"{record.Node} completes after {node} has");
        if (!_completed[node].TryAdd(element, value))
            report("I3", $"{record.Node} completes twice");
        if (value != EachWorkflow.ValueOf(node, source))
            report("I6", $"{record.Node} hands over {value} for {source}");
        if (record.Attempt != _failed.GetValueOrDefault(record.Node) + 1)
            report("I10", $"{record.Node} completes in attempt {record.Attempt} after {_failed.GetValueOrDefault(record.Node)} that failed");
        if (record.StartedAt < _retryAt.GetValueOrDefault(record.Node))
            report("I8", $"{record.Node} starts at {record.StartedAt:O}, before it is due");
        world.Tally.Count($"element of {node}");
    }

    private void CompleteNode(StepCompleted record)
    {
        if (!_settled.Add(record.Node))
            report("I3", $"{record.Node} completes twice");
        switch (record.Node)
        {
            case "map":
                var count = _completed["map"].Count;
                var enough = (workflow.Enough > 0 && count >= workflow.Enough) || (workflow.Until is { } until && count >= until) || count == workflow.Count || (workflow.Enough > 0 && _failedForGood);
                if (!enough)
                    report("I5", $"map completes with {count} of {workflow.Count}");
                world.Tally.Count(count < workflow.Count ? "each that had enough" : "each of all");
                break;
            case "take" when _completed["take"].Count != workflow.Items:
                report("I5", $"take completes with {_completed["take"].Count} of {workflow.Items}");
                break;
            case "stop":
                _stopped = true;
                break;
            case "gather":
                if (!_stopped)
                    report("I5", "gather completes, and nobody has ended it");
                world.Tally.Count("stream of signals ended by a signal");
                break;
            case "sum":
                CheckSum(record);
                break;
        }
    }

    private void CheckSum(StepCompleted record)
    {
        var sums = JsonSerializer.Deserialize<int[]>(record.Payload.Span)!;
        string[] nodes = workflow.HasSignals ? ["map", "take", "gather"] : ["map", "take"];
        for (var i = 0; i < nodes.Length; i++)
        {
            if (!_settled.Contains(nodes[i]))
                report("I5", $"sum completes before {nodes[i]}");
            else if (sums[i] != _completed[nodes[i]].Values.Sum())
                report("I6", $"sum has {sums[i]} of {nodes[i]}, and its elements {_completed[nodes[i]].Values.Sum()}");
        }
    }

    private void Fail(AttemptFailed record)
    {
        var key = record.Failure.Step;
        if (record.Failure.Attempt != _failed.GetValueOrDefault(key) + 1)
            report("I10", $"{key} fails in attempt {record.Failure.Attempt} after {_failed.GetValueOrDefault(key)} that failed");
        _failed[key] = record.Failure.Attempt;
        if (record.RetryAt is { } due)
            _retryAt[key] = due;
        else
            _failedForGood = true;
        world.Tally.Count("element failed");
    }
}
