using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Tells by its attributes which methods are nodes, and of what kind.</summary>
internal static class NodeKinds
{
    /// <summary>The kind of node that a method is, or null where it is none.</summary>
    public static NodeKindModel? Of(IMethodSymbol method)
    {
        bool isStep = false, isDelay = false;
        foreach (var attribute in method.GetAttributes())
        {
            switch (KnownTypes.LanguageAttribute(attribute))
            {
                case "Step":
                    isStep = true;
                    break;
                case "Signal" or "HumanTask":
                    return NodeKindModel.Signal;
                case "Child":
                    return NodeKindModel.Child;
                case "Delay":
                    isDelay = true;
                    break;
            }
        }
        if (isStep)
            return ReturnShapes.StreamItem(method.ReturnType) is null ? NodeKindModel.Step : NodeKindModel.Stream;
        return isDelay ? NodeKindModel.Delay : null;
    }
}
