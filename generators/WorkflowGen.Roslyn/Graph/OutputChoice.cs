using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>The steps whose result is the run's.</summary>
/// <param name="First">The first of them, or −1.</param>
/// <param name="Others">The others: whichever ran counts.</param>
/// <param name="MayBeMissing">Whether a run can end without any of them having completed.</param>
internal readonly record struct Outputs(int First, EquatableArray<int> Others, bool MayBeMissing)
{
    public static Outputs None => new(-1, default, MayBeMissing: false);
}

/// <summary>Finds the steps whose result is the run's: those marked [Output], else the only sink whose type converts to TOut; [End] steps with such a result, and what stands in for one that fails.</summary>
internal static class OutputChoice
{
    /// <param name="complete">Whether every parameter is bound and there is no cycle; otherwise what looks like a sink may be none.</param>
    public static Outputs Choose(WorkflowModel model, IReadOnlyList<GraphNode> nodes, NodeNames names, IReadOnlyList<LoopUse> loops, Presence presence, bool complete, List<Finding> findings)
    {
        var marked = Enumerable.Range(0, model.Steps.Count).Where(i => model.Steps[i].IsOutput).ToList();
        if (model.Run is null)
            return Outputs.None;
        if (model.Run.Result is not { } result)
        {
            foreach (var step in marked)
                findings.Add(Finding.Of(RuleIds.InvalidOutput, Anchor.Step(step).On("Output"), model.Steps[step].Name, $"the run of '{model.Name}' returns nothing"));
            return Outputs.None;
        }

        var chosen = marked.Count > 0 ? Marked(model, result, marked, presence, complete, findings) : Sink(model, nodes, names, loops, result, complete, findings);
        if (chosen.Count == 0)
            return Outputs.None;
        foreach (var end in Enumerable.Range(0, model.Steps.Count).Where(i => model.Steps[i].IsEnd && Converts(model.Steps[i])))
            Add(end);
        for (var i = 0; i < chosen.Count; i++)
        {
            foreach (var standIn in names.StandInsFor(chosen[i]))
            {
                if (Converts(model.Steps[standIn]))
                    Add(standIn);
            }
        }
        return new(chosen[0], chosen.Skip(1).ToEquatableArray(), MayBeMissing(chosen, presence));

        void Add(int step)
        {
            if (!chosen.Contains(step))
                chosen.Add(step);
        }
    }

    private static List<int> Sink(WorkflowModel model, IReadOnlyList<GraphNode> nodes, NodeNames names, IReadOnlyList<LoopUse> loops, TypeModel result, bool complete, List<Finding> findings)
    {
        // What only looks back at the end does not take a result away from the run.
        var consumed = new HashSet<int>(nodes.Where(n => !model.Steps[n.Index].IsFinally).SelectMany(n => n.Producers));
        foreach (var loop in loops)
            consumed.UnionWith((loop.While?.Bindings ?? default).Where(b => b.Kind == BindingKind.Step && b.Index != loop.End).Select(b => b.Index));
        var sinks = Enumerable.Range(0, model.Steps.Count).Where(i => !consumed.Contains(i) && model.Steps[i] is { Result: not null, IsFinally: false }).ToList();
        var fitting = sinks.Where(i => !model.Steps[i].IsEnd && Converts(model.Steps[i])).ToList();
        if (names.HasCatchers)
        {
            // The result of a [Catch] that hands over the same is no result of its own.
            var standIns = new HashSet<int>(fitting.SelectMany(names.StandInsFor));
            fitting.RemoveAll(standIns.Contains);
        }
        if (fitting.Count == 0)
            fitting = Enumerable.Range(0, model.Steps.Count).Where(i => model.Steps[i].IsEnd && Converts(model.Steps[i])).Take(1).ToList();
        if (fitting.Count == 1)
        {
            if (complete)
                ReportUnused(model, names, sinks, fitting[0], findings);
            return fitting;
        }

        var quiet = model.IsIncomplete || !complete || model.Steps.Count == 0;
        if (fitting.Count == 0 && !quiet)
        {
            var choices = model.Steps.Where(Converts).Select(s => s.Name).ToEquatableArray();
            findings.Add(Finding.Of(RuleIds.NoResult, new(AnchorKind.RunResult), model.Name, result.DisplayName, Nearest(model, consumed)) with { Choices = choices });
        }
        else if (fitting.Count > 1 && !quiet)
        {
            var choices = fitting.Select(i => model.Steps[i].Name).ToList();
            findings.Add(Finding.Of(RuleIds.SeveralResults, new(AnchorKind.RunResult), model.Name, result.DisplayName, Sentences.Either(choices)) with { Choices = choices.ToEquatableArray() });
        }
        return [];
    }

    // Several may be marked if only one of them can run, or if all but one end the run.
    private static List<int> Marked(WorkflowModel model, TypeModel result, List<int> marked, Presence presence, bool complete, List<Finding> findings)
    {
        var chosen = new List<int>();
        foreach (var index in marked.OrderBy(i => model.Steps[i].IsEnd))
        {
            var step = model.Steps[index];
            var problem = step.IsFinally ? "it is a [Finally] step, which runs when the result is known"
                : Converts(step) || model.IsIncomplete ? null
                : step.Result is null ? "it hands nothing over"
                : $"its result '{(step.Handoff ?? step.Result).DisplayName}' does not convert to the run's '{result.DisplayName}'";
            if (problem is null && complete && !step.IsEnd)
            {
                var rival = chosen.FindIndex(other => !model.Steps[other].IsEnd && !Exclusive(presence, other, index));
                if (rival >= 0)
                    problem = $"'{model.Steps[chosen[rival]].Name}' is marked [Output] too, and both may run";
            }
            if (problem is not null)
                findings.Add(Finding.Of(RuleIds.InvalidOutput, Anchor.Step(index).On("Output"), step.Name, problem));
            else if (Converts(step))
                chosen.Add(index);
        }
        return chosen;
    }

    private static bool Exclusive(Presence presence, int first, int second)
    {
        var concerns = presence.ConcernsOf(first).Copy();
        concerns.UnionWith(presence.ConcernsOf(second));
        if (presence.TableOf(concerns) is not { } table)
            return false;
        var both = presence.Rows(table, first);
        TruthTable.And(both, presence.Rows(table, second));
        return TruthTable.First(both) < 0;
    }

    private static bool MayBeMissing(List<int> outputs, Presence presence)
    {
        if (outputs.Exists(o => !presence.MaySkip(o)))
            return false;
        var concerns = presence.ConcernsOf(outputs[0]).Copy();
        foreach (var output in outputs)
            concerns.UnionWith(presence.ConcernsOf(output));
        if (presence.TableOf(concerns) is not { } table)
            return true;
        var missing = table.All();
        foreach (var output in outputs)
            TruthTable.AndNot(missing, presence.Rows(table, output));
        return TruthTable.First(missing) >= 0;
    }

    private static string Nearest(WorkflowModel model, HashSet<int> consumed)
    {
        for (var i = 0; i < model.Steps.Count; i++)
        {
            if (Converts(model.Steps[i]) && consumed.Contains(i))
                return $"; '{model.Steps[i].Name}' hands one over, but another step takes it: mark it [Output] if it is the run's result too";
        }
        for (var i = 0; i < model.Steps.Count; i++)
        {
            if (model.Steps[i] is { OutputConversion: not null, Result: { } result } step)
                return $"; the nearest is '{step.Name}', which hands over '{(step.Handoff ?? result).DisplayName}'";
        }
        return "";
    }

    // For its effects alone is a fine reason to run a step, so this is no more than a note.
    private static void ReportUnused(WorkflowModel model, NodeNames names, List<int> sinks, int output, List<Finding> findings)
    {
        foreach (var sink in sinks)
        {
            if (sink != output && model.Steps[sink] is { Kind: not NodeKindModel.Signal, IsEnd: false } && !names.StandInsFor(output).Contains(sink))
                findings.Add(Finding.Advice(RuleIds.UnusedResult, Anchor.Step(sink), model.Steps[sink].Name, model.Steps[sink].Result!.DisplayName));
        }
    }

    private static bool Converts(StepModel step) => step.OutputConversion is HandoffConversion.Identity or HandoffConversion.Implicit;
}
