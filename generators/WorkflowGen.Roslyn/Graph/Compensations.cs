using System.Collections.Immutable;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>Binds the parameters of compensations: to the step's own by name and type, then to its result by type.</summary>
internal static class Compensations
{
    public static void Bind(WorkflowModel model, List<GraphNode> nodes, List<Finding> findings)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (model.Steps[i].CompensateWith is { } name && Use(model, i, name, findings) is { } use)
                nodes[i] = nodes[i] with { Compensation = use };
        }
    }

    private static CompensationUse? Use(WorkflowModel model, int node, string name, List<Finding> findings)
    {
        var step = model.Steps[node];
        var at = Anchor.Step(node).On("CompensateWith");
        var place = -1;
        for (var i = 0; i < model.Compensations.Count && place < 0; i++)
        {
            if (model.Compensations[i].Name == name)
                place = i;
        }
        if (place < 0)
            return Report($"it is not a method of '{model.TypeName}'");
        if (step.Kind != NodeKindModel.Step)
            return Report(step.Kind == NodeKindModel.Child ? "a child is undone as a whole, by its own compensations" : $"a {step.Kind.ToString().ToLowerInvariant()} does nothing that could be undone");

        var compensation = model.Compensations[place];
        var arguments = ImmutableArray.CreateBuilder<CompensationArgument>(compensation.Parameters.Count);
        for (var p = 0; p < compensation.Parameters.Count; p++)
        {
            if (Argument(step, compensation.Parameters[p], p) is not { } argument)
                return Report(Unfit(step, compensation.Parameters[p], p));
            arguments.Add(argument);
        }
        return new(place, new(arguments.MoveToImmutable()));

        CompensationUse? Report(string problem)
        {
            findings.Add(Finding.Of(RuleIds.InvalidCompensation, at, step.Name, name, problem));
            return null;
        }
    }

    private static CompensationArgument? Argument(StepModel step, ParameterModel parameter, int place)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.CancellationToken:
                return new(CompensationArgumentKind.CancellationToken);
            case ParameterKind.StepContext:
                return new(CompensationArgumentKind.StepContext);
            case ParameterKind.Failure:
                return parameter.Type.MayBeNull ? new(CompensationArgumentKind.Failure) : null;
        }
        foreach (var fit in step.CompensationFits)
        {
            if (fit.Parameter == place && fit.Source >= 0 && Converts(fit) && string.Equals(step.Parameters[fit.Source].Name, parameter.Name, StringComparison.OrdinalIgnoreCase))
                return new(CompensationArgumentKind.Parameter, fit.Source);
        }
        foreach (var fit in step.CompensationFits)
        {
            if (fit.Parameter == place && fit.Source < 0 && Converts(fit))
                return new(CompensationArgumentKind.Result);
        }
        return null;
    }

    private static string Unfit(StepModel step, ParameterModel parameter, int place)
    {
        if (parameter.Kind == ParameterKind.Failure)
            return $"its parameter '{parameter.Name}' is null where the run was cancelled: make it 'StepFailure?'";
        foreach (var fit in step.CompensationFits)
        {
            if (fit.Parameter != place)
                continue;
            if (fit.Source < 0)
                return $"its parameter '{parameter.Name}' ('{parameter.Type.DisplayName}') cannot take the step's result, which may be null";
            return Converts(fit)
                ? $"its parameter '{parameter.Name}' has the type of the step's '{step.Parameters[fit.Source].Name}', but another name"
                : $"its parameter '{parameter.Name}' ('{parameter.Type.DisplayName}') cannot take the step's '{step.Parameters[fit.Source].Name}', which may be null";
        }
        return $"its parameter '{parameter.Name}' ('{parameter.Type.DisplayName}') is neither a parameter of the step nor its result";
    }

    private static bool Converts(CompensationFitModel fit) => fit.Conversion is HandoffConversion.Identity or HandoffConversion.Implicit;
}
