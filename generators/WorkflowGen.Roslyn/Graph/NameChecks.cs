using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Checks the names by which steps are known, and those by which attributes refer to them.</summary>
internal static class NameChecks
{
    public static void Check(WorkflowModel model, List<Finding> findings)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var steps = new HashSet<string>(model.Steps.Select(s => s.Name), StringComparer.Ordinal);
        var guards = new HashSet<string>(model.Guards.Select(g => g.Name), StringComparer.Ordinal);
        for (var i = 0; i < model.Steps.Count; i++)
        {
            var step = model.Steps[i];
            if (!names.TryGetValue(step.Name, out var first))
                names.Add(step.Name, step.Name);
            else if (first == step.Name)
                findings.Add(Finding.Of(RuleIds.DuplicateStepName, Anchor.Step(i), step.Name, model.Name));
            else
                findings.Add(Finding.Advice(RuleIds.StepNameCase, Anchor.Step(i), step.Name, first, model.Name));

            CheckAfter(model, steps, i, findings);
            foreach (var guard in step.Guards)
                CheckGuard(guard, Anchor.Step(i).On("When", guard));
            foreach (var guard in step.Unless)
                CheckGuard(guard, Anchor.Step(i).On("Unless", guard));
            if (step.Loop?.While is { } again)
                CheckGuard(again, Anchor.Step(i).On("Loop", "While"));
            for (var p = 0; p < step.Parameters.Count; p++)
            {
                if (step.Parameters[p].Each?.Until is { } until)
                    CheckGuard(until, Anchor.StepParameter(i, p).On("Each", "Until"));
            }

            void CheckGuard(string guard, Anchor anchor)
            {
                if (!guards.Contains(guard))
                    findings.Add(Finding.Of(RuleIds.GuardNotFound, anchor, guard, step.Name, model.TypeName));
            }
        }
    }

    private static void CheckAfter(WorkflowModel model, HashSet<string> steps, int index, List<Finding> findings)
    {
        var step = model.Steps[index];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in step.After)
        {
            var problem = name == step.Name ? "is the step itself"
                : !steps.Contains(name) ? "is not a step"
                : !seen.Add(name) ? "is named twice"
                : null;
            if (problem is not null)
                findings.Add(Finding.Of(RuleIds.InvalidAfter, Anchor.Step(index).On("After", name), step.Name, name, problem));
        }
    }
}
