using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Finds the step whose result is the run's: the one marked [Output], else the only sink whose type converts to TOut.</summary>
internal static class OutputChoice
{
    /// <param name="complete">Whether every parameter is bound and there is no cycle; otherwise what looks like a sink may be none.</param>
    public static int Choose(WorkflowModel model, IReadOnlyList<GraphNode> nodes, bool complete, List<Finding> findings)
    {
        var marked = Enumerable.Range(0, model.Steps.Count).Where(i => model.Steps[i].IsOutput).ToList();
        if (model.Run is null)
            return -1;
        if (model.Run.Result is not { } result)
        {
            foreach (var step in marked)
                findings.Add(Finding.Of(RuleIds.InvalidOutput, Anchor.Step(step).On("Output"), model.Steps[step].Name, $"the run of '{model.Name}' returns nothing"));
            return -1;
        }

        if (marked.Count > 0)
            return Marked(model, result, marked, findings);

        var consumed = new HashSet<int>(nodes.SelectMany(n => n.Producers));
        var sinks = Enumerable.Range(0, model.Steps.Count).Where(i => !consumed.Contains(i) && model.Steps[i].Result is not null).ToList();
        var fitting = sinks.Where(i => Converts(model.Steps[i])).ToList();
        if (fitting.Count == 1)
        {
            if (complete)
                ReportUnused(model, sinks, fitting[0], findings);
            return fitting[0];
        }

        var quiet = model.IsIncomplete || !complete || model.Steps.Count == 0;
        if (fitting.Count == 0 && !quiet)
        {
            var choices = model.Steps.Where(Converts).Select(s => s.Name).ToEquatableArray();
            findings.Add(Finding.Of(RuleIds.NoResult, new(AnchorKind.RunResult), model.Name, result.DisplayName, Nearest(model, consumed)) with { Choices = choices });
        }
        else if (fitting.Count > 1 && !quiet)
        {
            var names = fitting.Select(i => model.Steps[i].Name).ToList();
            findings.Add(Finding.Of(RuleIds.SeveralResults, new(AnchorKind.RunResult), model.Name, result.DisplayName, Sentences.Either(names)) with { Choices = names.ToEquatableArray() });
        }
        return -1;
    }

    private static int Marked(WorkflowModel model, TypeModel result, List<int> marked, List<Finding> findings)
    {
        foreach (var other in marked.Skip(1))
            findings.Add(Finding.Of(RuleIds.InvalidOutput, Anchor.Step(other).On("Output"), model.Steps[other].Name, $"'{model.Steps[marked[0]].Name}' is marked [Output] too"));
        if (marked.Count > 1)
            return -1;
        var step = model.Steps[marked[0]];
        if (Converts(step))
            return marked[0];
        if (!model.IsIncomplete)
        {
            findings.Add(Finding.Of(
                RuleIds.InvalidOutput,
                Anchor.Step(marked[0]).On("Output"),
                step.Name,
                step.Result is null ? "it hands nothing over" : $"its result '{step.Result.DisplayName}' does not convert to the run's '{result.DisplayName}'"));
        }
        return -1;
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
                return $"; the nearest is '{step.Name}', which hands over '{result.DisplayName}'";
        }
        return "";
    }

    // For its effects alone is a fine reason to run a step, so this is no more than a note.
    private static void ReportUnused(WorkflowModel model, List<int> sinks, int output, List<Finding> findings)
    {
        foreach (var sink in sinks)
        {
            if (sink != output)
                findings.Add(Finding.Advice(RuleIds.UnusedResult, Anchor.Step(sink), model.Steps[sink].Name, model.Steps[sink].Result!.DisplayName));
        }
    }

    private static bool Converts(StepModel step) => step.OutputConversion is HandoffConversion.Identity or HandoffConversion.Implicit;
}
