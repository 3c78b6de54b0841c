using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>What signals, delays and children have in common: partial methods whose body the generator writes.</summary>
internal static class WaitForms
{
    public static string? Complaint(IMethodSymbol method)
    {
        if (NodeKindsOn(method) > 1)
            return "it is marked as something else, too: leave one of [Step], [Signal], [HumanTask], [Delay] and [Child]";
        if (!method.IsPartialDefinition)
            return "it is not partial: the generator writes its body";
        if (PartialDeclarations.HasOwnImplementation(method))
            return "it has a body of its own: the generator writes it";
        return null;
    }

    public static string? ParameterComplaint(StepModel step)
    {
        foreach (var parameter in step.Parameters)
        {
            if (parameter.Kind is ParameterKind.CancellationToken or ParameterKind.StepContext)
                return $"its parameter '{parameter.Name}' is a {parameter.Type.DisplayName}, and nothing of it runs";
        }
        return null;
    }

    private static int NodeKindsOn(IMethodSymbol method)
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in method.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) is { } name && name is "Step" or "Signal" or "HumanTask" or "Delay" or "Child")
                kinds.Add(name == "HumanTask" ? "Signal" : name!);
        }
        return kinds.Count;
    }
}
