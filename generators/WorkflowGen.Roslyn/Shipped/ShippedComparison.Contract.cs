namespace WorkflowGen.Roslyn.Shipped;

// What a run begins and ends with. Inputs are recorded in their order, without names.
internal sealed partial class ShippedComparison
{
    private void Inputs()
    {
        var (old, now) = (_recorded.Inputs, _now.Inputs);
        var renamed = SameButNames();
        var gone = old.Where((_, i) => !renamed.Contains(i)).Where(o => now.All(n => n.Name != o.Name)).ToList();
        foreach (var input in gone)
            Strand(ShippedPlace.Workflow, input.Name, $"Input '{input.Name}'", $"('{input.Type}') was removed", "runs hold one more input than could be read, and would be parked");
        for (var i = 0; i < now.Count; i++)
        {
            var input = now[i];
            var subject = $"Input '{input.Name}'";
            if (renamed.Contains(i))
            {
                Record(ShippedPlace.Input, input.Name, subject, $"was called '{old[i].Name}'", "runs go on: inputs are recorded by their places");
                InputType(old[i], input, subject);
            }
            else if (old.FirstOrDefault(o => o.Name == input.Name) is { } same)
            {
                InputType(same, input, subject);
            }
            else if (i >= old.Count && gone.Count == 0 && ShippedReference.Parse(input.Type).MayBeNull)
            {
                Record(ShippedPlace.Input, input.Name, subject, $"('{input.Type}') was added", "runs under way have none: it is null");
            }
            else
            {
                Strand(ShippedPlace.Input, input.Name, subject, $"('{input.Type}') was added", i >= old.Count ? "runs under way have none, and would be parked: add it nullable" : "the inputs of runs under way would be read at other places: add it at the end, and nullable");
            }
        }
        var common = now.Select(n => n.Name).Where(n => old.Any(o => o.Name == n)).ToList();
        if (old.Select(o => o.Name).Where(common.Contains).FirstOrDefault(n => common.IndexOf(n) != IndexAmong(n)) is { } moved)
            Strand(ShippedPlace.Input, moved, $"Input '{moved}'", "stands at another place", "inputs are recorded by their places: runs would read one for the other");

        int IndexAmong(string name) => old.Select(o => o.Name).Where(common.Contains).ToList().IndexOf(name);

        HashSet<int> SameButNames() => new(Enumerable.Range(0, Math.Min(old.Count, now.Count)).Where(i =>
            old[i].Name != now[i].Name && old.Count == now.Count && now.All(n => n.Name != old[i].Name) && old.All(o => o.Name != now[i].Name)
            && _types.Compare(old[i].Type, now[i].Type).All(d => d.Kind != ShippedEditKind.Strands)));
    }

    private void InputType(ShippedInput old, ShippedInput now, string subject)
    {
        if (old.Upcast is not null && now.Upcast is null)
            Strand(ShippedPlace.Input, now.Name, subject, $"lost its upcaster '{old.Upcast}'", "runs that hold it in an earlier shape would be parked");
        Readings(old.Type, now.Type, ShippedPlace.Input, now.Name, subject, "changed", now.Upcast, "what runs under way were started with cannot be read, and they would be parked");
    }

    private void Outcome()
    {
        if (_recorded.Result != _now.Result && (_recorded.Result is null || _now.Result is null))
        {
            Record(ShippedPlace.Workflow, _now.Name, "The result", $"changed from {Named(_recorded.Result)} to {Named(_now.Result)}", "runs under way end with what the new one says");
        }
        else if (_recorded.Result is { } old && _now.Result is { } now)
        {
            var fresh = _types.Compare(old, now).Where(d => !_told.ContainsKey(ShippedEditKind.Strands + d.Key) && !_told.ContainsKey(ShippedEditKind.NeedsRecording + d.Key)).ToList();
            if (fresh.Count > 0)
                Record(ShippedPlace.Workflow, _now.Name, "The result", "changed: " + string.Join("; ", fresh.Select(d => d.Text)), "runs under way end with what the new one says");
        }
        var known = _recorded.Outputs.Where(o => _now.Nodes.Any(n => n.Name == o)).ToList();
        if (known.Count == _recorded.Outputs.Count && !new HashSet<string>(known).SetEquals(_now.Outputs) && _now.Outputs.All(_old.ContainsKey))
            Record(ShippedPlace.Workflow, _now.Name, "The result", $"comes from {Listed(_now.Outputs)} and came from {Listed(_recorded.Outputs)}", "runs under way end with the result of the new one");
    }

    private static string Named(string? type) => type is null ? "nothing" : $"'{type}'";
}
