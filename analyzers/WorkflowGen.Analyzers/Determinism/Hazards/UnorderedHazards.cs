using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>
/// Sequences whose order is an accident: of hashes, or of the loader's tables. From each place where one begins, the way up the expression is followed, through locals,
/// to what becomes of it: put in order, asked something that no order changes, or consumed in the order in which it came.
/// </summary>
internal static class UnorderedHazards
{
    // Locals assigned from locals assigned from…
    private const int MostSteps = 64;

    // Methods that hand a parameter on to methods that hand it on…
    private const int MostCalls = 4;

    public static void Check(IOperation operation, HazardSink sink)
    {
        if (UnorderedSources.RuleFor(operation) is not { } source || IsInsideSource(operation))
        {
            return;
        }

        foreach (var consumer in Consumers(operation, sink, 0))
        {
            var api = consumer is IForEachLoopOperation ? $"foreach over {source.Name}" : source.RuleId == RuleIds.HashOrder ? $"{Describe(consumer)} over {source.Name}" : source.Name;
            var at = source.RuleId == RuleIds.HashOrder ? consumer : operation;
            sink.Add(new(source.RuleId, api, Advice.Order, Zone.Both, Use.LocationOf(at)));
        }
    }

    // d.Keys begins at d.Keys, not at d.
    private static bool IsInsideSource(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IConditionalAccessOperation)
        {
            parent = parent.Parent;
        }

        return parent is not null && parent is not IArgumentOperation && UnorderedSources.RuleFor(parent) is not null && parent is IPropertyReferenceOperation or IInvocationOperation;
    }

    private static string Describe(IOperation consumer) => consumer switch
    {
        IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.LocalFunction } method } => $"{method.ContainingType.Name}.{method.Name}",
        IObjectCreationOperation { Type: { } type } => $"new {type.Name}()",
        ISpreadLike => "spread",
        _ => "enumeration",
    };

    private interface ISpreadLike;

    private static IEnumerable<IOperation> Consumers(IOperation source, HazardSink sink, int depth)
    {
        var open = new Stack<IOperation>();
        var seen = new HashSet<IOperation> { source };
        open.Push(source);
        while (open.Count > 0 && seen.Count < MostSteps)
        {
            var value = open.Pop();
            var (outcome, next) = UnorderedFlow.Up(value, value == source);
            switch (outcome)
            {
                case FlowOutcome.Consumed:
                    yield return next!;
                    break;
                case FlowOutcome.GoesOn when seen.Add(next!):
                    open.Push(next!);
                    break;
                case FlowOutcome.InLocal:
                    foreach (var reference in UnorderedFlow.ReferencesTo(next!).Where(seen.Add))
                    {
                        open.Push(reference);
                    }

                    break;
                case FlowOutcome.InParameter when depth < MostCalls && Taken((IArgumentOperation)next!, sink).Any(r => Consumers(r, sink, depth + 1).Any()):
                    yield return next!;
                    break;
            }
        }
    }

    /// <summary>Where the method that takes the sequence reads its parameter.</summary>
    private static IEnumerable<IOperation> Taken(IArgumentOperation argument, HazardSink sink) =>
        argument.Parameter is { OriginalDefinition: { } parameter } && parameter.ContainingSymbol is IMethodSymbol method && !Allowance.Covers(method)
            ? sink.BodiesOf(method).SelectMany(UnorderedFlow.Descendants).OfType<IParameterReferenceOperation>().Where(r => SymbolEqualityComparer.Default.Equals(r.Parameter, parameter))
            : [];
}
