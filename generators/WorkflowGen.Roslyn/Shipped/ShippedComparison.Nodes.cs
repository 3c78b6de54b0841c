using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

internal sealed partial class ShippedComparison
{
    private void Node(ShippedNode old, ShippedNode now, NodeEdits order)
    {
        var subject = $"{Word(now)} '{now.Name}'";
        if (old.Kind != now.Kind)
        {
            Strand(ShippedPlace.Node, now.Name, subject, $"was a {old.Kind} and is a {now.Kind}", "what runs have recorded of it means something else, and they would be parked");
            return;
        }
        if (old.Each.Count == 0 != (now.Each.Count == 0))
        {
            Strand(
                ShippedPlace.Node,
                now.Name,
                subject,
                now.Each.Count > 0 ? "runs once for each element, and ran once" : "runs once, and ran once for each element",
                "runs that have begun it have recorded the other, and would be parked");
            return;
        }
        var strands = _edits.Count(e => e.Kind == ShippedEditKind.Strands);
        Result(old, now, subject);
        order.Edges(old, now, subject);
        Repeats(old, now, subject, order);
        Child(old, now, subject);
        Compensation(old, now, subject);
        foreach (var name in old.Renamed.Where(r => r != now.Name && !now.Renamed.Contains(r)))
            Strand(ShippedPlace.Node, now.Name, subject, $"lost [Renamed(\"{name}\")]", "runs that have it under that name in their journal would be parked");

        // One message for one edit: what would strand runs is said, and not what comes with it.
        if (_edits.Count(e => e.Kind == ShippedEditKind.Strands) == strands)
            Flow(old, now, subject, order);
    }

    private void Result(ShippedNode old, ShippedNode now, string subject)
    {
        if (old.Upcast is not null && now.Upcast is null)
            Strand(ShippedPlace.Node, now.Name, subject, $"lost its upcaster '{old.Upcast}'", "runs that hold its result in an earlier shape would be parked");
        if (old.Result is null && now.Result is not null)
            Strand(ShippedPlace.NodeResult, now.Name, subject, $"handed nothing over and now '{now.Result}'", "runs that have passed it have no such value, and would be parked");
        else if (old.Result is not null && now.Result is null)
            Record(ShippedPlace.NodeResult, now.Name, subject, $"handed '{old.Result}' over and now nothing", "what runs have recorded is not read");
        else if (old.Result is not null)
            Readings(old.Result, now.Result!, ShippedPlace.NodeResult, now.Name, subject, Handed(now), now.Upcast, Word(now) == "Signal" ? "signals that came before cannot be read, and their runs would be parked" : "runs that have passed it hold what cannot be read, and would be parked");
    }

    private static string Handed(ShippedNode node) => node.Kind is "signal" or "signals" ? "brings another value" : "hands over another result";

    private void Repeats(ShippedNode old, ShippedNode now, string subject, NodeEdits order)
    {
        if (order.Differs(old.Each, now.Each))
            Strand(ShippedPlace.Node, now.Name, subject, $"takes its elements from {Listed(now.Each)}, and took them from {Listed(old.Each)}", "the elements that runs have recorded were others");
        if (old.Loop is null && now.Loop is null)
            return;
        if (old.Loop is null || now.Loop is null)
        {
            Strand(ShippedPlace.Node, now.Name, subject, now.Loop is null ? $"does not end a loop from '{old.Loop!.To}' any more" : $"ends a loop from '{now.Loop.To}'", "runs that have come this far are in rounds that the other does not have, and would be parked or go round again");
            return;
        }
        if (old.Loop.To != now.Loop.To)
            Strand(ShippedPlace.Node, now.Name, subject, $"goes back to '{now.Loop.To}', and went back to '{old.Loop.To}'", "the rounds that runs have recorded were of other steps");
        else if (!_edits.Any(e => e.Kind == ShippedEditKind.Strands) && !Known(old.Loop.Region).SequenceEqual(Known(now.Loop.Region)))
            Strand(ShippedPlace.Node, now.Name, subject, $"repeats {Listed(now.Loop.Region)}, and repeated {Listed(old.Loop.Region)}", "the rounds that runs have recorded were of other steps");

        IEnumerable<string> Known(EquatableArray<string> region) => region.Where(n => _old.ContainsKey(n) && _now.Nodes.Any(o => o.Name == n)).OrderBy(n => n, StringComparer.Ordinal);
    }

    private void Child(ShippedNode old, ShippedNode now, string subject)
    {
        if (old.Child is not { } before || now.Child is not { } child)
            return;
        if (before.Workflow != child.Workflow)
        {
            Strand(ShippedPlace.Node, now.Name, subject, $"starts '{child.Workflow}', and started '{before.Workflow}'", "runs that have started it wait for the other");
        }
        else if (before.Version != child.Version)
        {
            Record(ShippedPlace.Node, now.Name, subject, $"starts v{child.Version} of '{child.Workflow}', and started v{before.Version}", "children under way go on with the version that they have");
        }
        else if (!_hasRecordOfItsOwn(child))
        {
            if (before.Inputs.Count != child.Inputs.Count)
            {
                Strand(ShippedPlace.Node, now.Name, subject, $"gives '{child.Workflow}' {Listed(child.Inputs)}, and gave it {Listed(before.Inputs)}", "children under way were started with other inputs, and would be parked");
                return;
            }
            for (var i = 0; i < child.Inputs.Count; i++)
                Readings(before.Inputs[i], child.Inputs[i], ShippedPlace.Node, now.Name, subject, $"gives '{child.Workflow}' another input", null, "children under way were started with what cannot be read, and would be parked");
        }
    }

    private void Compensation(ShippedNode old, ShippedNode now, string subject)
    {
        if (old.Compensation is null && now.Compensation is { } added)
        {
            Record(ShippedPlace.Node, now.Name, subject, $"is undone by '{added.Method}' now", "runs that have passed it do not undo it");
        }
        else if (old.Compensation is { } gone && now.Compensation is null)
        {
            Strand(ShippedPlace.Node, now.Name, subject, $"is not undone by '{gone.Method}' any more", "runs that have passed it and have to undo it would be parked");
        }
        else if (old.Compensation is { } before && now.Compensation is { } undo)
        {
            if (before.Takes.Count != undo.Takes.Count)
            {
                Strand(ShippedPlace.Node, now.Name, subject, $"is undone by '{undo.Method}' with {Listed(undo.Takes)}, and was with {Listed(before.Takes)}", "what runs have kept for it cannot be read when they have to undo the step, and they would be parked");
                return;
            }
            for (var i = 0; i < undo.Takes.Count; i++)
                Readings(before.Takes[i], undo.Takes[i], ShippedPlace.Node, now.Name, subject, $"is undone by '{undo.Method}' with another value", Upcaster(undo.Takes[i]), "what runs have kept for it cannot be read when they have to undo the step, and they would be parked");
        }
    }

    // What is kept was handed over by some step or input, whose upcaster reads it here, too.
    private string? Upcaster(string type) =>
        _now.Nodes.FirstOrDefault(n => n.Upcast is not null && n.Result == type)?.Upcast ?? _now.Inputs.FirstOrDefault(i => i.Upcast is not null && i.Type == type)?.Upcast;

    private void Flow(ShippedNode old, ShippedNode now, string subject, NodeEdits order)
    {
        var when = Difference(old.When.Where(order.IsKnown), now.When.Where(order.IsKnown));
        if (when is not null)
            Record(ShippedPlace.Node, now.Name, subject, "has other conditions: " + when, "runs that have not come to it ask the new ones");
        if (order.Differs(old.Takes, now.Takes))
            Follow(now.Name, subject, $"takes {Listed(now.Takes)}, and took {Listed(old.Takes)}", "runs that have not come to it take the new ones from what they have recorded, and are parked where they have let go of it");
        else if (order.Lost(old, now) is { Count: > 0 } lost)
            Follow(now.Name, subject, $"does not wait for {Listed(lost)} any more", "runs under way may begin it earlier");
        if (now.Joins.Count != old.Joins.Count || now.Joins.Where((j, i) => j.Need != old.Joins[i].Need || j.Stops != old.Joins[i].Stops).Any())
            Record(ShippedPlace.Node, now.Name, subject, "waits for others in another way", "runs that have not come to it do so in the new way");
        if (Difference(old.Catches, now.Catches) is { } catches)
            Record(ShippedPlace.Node, now.Name, subject, "handles other failures: " + catches, "failures that runs have recorded are handled in the new way");
        if (Difference(old.Cancels, now.Cancels) is { } cancels)
            Record(ShippedPlace.Node, now.Name, subject, "cancels others: " + cancels, "signals that come from now on do");
        if (old.End != now.End)
            Record(ShippedPlace.Node, now.Name, subject, now.End ? "ends the run" : "does not end the run any more", "runs that have not come to it do so");
        if (old.Loop?.While != now.Loop?.While)
            Record(ShippedPlace.Node, now.Name, subject, $"asks '{now.Loop!.While ?? "nothing"}' whether to go round again, and asked '{old.Loop!.While ?? "nothing"}'", "runs in it ask the new one");
    }

    private static string? Difference(IEnumerable<string> old, IEnumerable<string> now)
    {
        var parts = old.Except(now).Select(o => $"not '{o}' any more").Concat(now.Except(old).Select(n => $"'{n}' is new")).ToList();
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}
