using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads a class marked [Workflow] into a model. Total: whatever half-typed code it is given, it returns one, with findings where it could not read on.</summary>
internal static class WorkflowParser
{
    public static WorkflowModel Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        Parse(type, compilation, cancellationToken, out _);

    /// <param name="symbols">What the model's indices and the findings' anchors stand for.</param>
    public static WorkflowModel Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken, out WorkflowSymbols symbols)
    {
        var state = new ParseState(type, compilation, cancellationToken);
        var header = ClassParser.Parse(state);
        var run = RunMethodParser.Parse(state);
        var inputs = state.Inputs.Select(p => new InputModel(p.Name, state.Types.Describe(p.Type))).ToEquatableArray();
        for (var i = 0; i < state.Inputs.Length; i++)
            state.Relations.Add(new(SourceKind.Input, i), state.Inputs[i].Type);

        var nodes = NodeMethods(type);
        var methods = nodes.Select(n => n.Method).ToImmutableArray();
        if (methods.IsEmpty)
            state.Report(RuleIds.NoSteps, Anchor.Class, type.Name);

        var results = ImmutableArray.CreateBuilder<ITypeSymbol?>(methods.Length);
        for (var i = 0; i < methods.Length; i++)
        {
            var result = ReturnShapes.ResultOf(methods[i], nodes[i].Kind);
            results.Add(result);
            if (result is not null && !state.NoteUnknown(result))
                AddSource(state, new(SourceKind.Step, i), nodes[i], result);
        }

        var stepResults = results.MoveToImmutable();
        var contracts = new HandoffContracts(compilation, state.Types, cancellationToken);
        var outputs = OutputConversions(state, methods.Length);
        var steps = ImmutableArray.CreateBuilder<StepModel>(methods.Length);
        for (var i = 0; i < methods.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            steps.Add(StepParser.Parse(state, methods[i], i, nodes[i].Kind) with { OutputConversion = outputs[i] });
        }

        var guards = GuardParser.Parse(state, steps);
        var compensations = CompensationParser.Parse(state, steps, methods, stepResults);
        var cancelOns = CancelOnParser.Parse(state, methods);
        MemberChecks.Check(state, methods, guards.Symbols, compensations.Symbols);
        var services = ServiceParser.Parse(state);
        var schedules = ScheduleParser.Parse(state, inputs);
        symbols = new(type, state.Run, state.Inputs, methods, stepResults, guards.Symbols, state.Members);
        return header with
        {
            Run = run,
            UnfitRuns = state.UnfitRuns.Select(unfit => unfit.Declaration).ToEquatableArray(),
            Inputs = inputs,
            Steps = steps.ToEquatableArray(),
            Contract = contracts.Of(state.Inputs.Select(i => i.Type).Concat(stepResults.OfType<ITypeSymbol>())),
            Upcasters = UpcastParser.Parse(state, methods, stepResults, contracts),
            Guards = guards.Models,
            Compensations = compensations.Models,
            CancelOns = cancelOns,
            Services = services,
            Schedules = schedules,
            Findings = state.Findings.ToEquatableArray(),
            IsIncomplete = state.IsIncomplete,
        };
    }

    // Declaration order: files by path, then position. The compiler's own order of members follows the order of files on its command line.
    private static ImmutableArray<(IMethodSymbol Method, NodeKindModel Kind)> NodeMethods(INamedTypeSymbol type)
    {
        var nodes = new List<(IMethodSymbol Method, NodeKindModel Kind)>();
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && NodeKinds.Of(method) is { } kind)
                nodes.Add((method, kind));
        }
        return nodes
            .OrderBy(n => n.Method.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(n => n.Method.DeclaringSyntaxReferences.FirstOrDefault()?.Span.Start)
            .ToImmutableArray();
    }

    // As others see it: a step with [Each] hands over a list, a stream nothing that could be taken as a whole.
    private static void AddSource(ParseState state, SourceModel source, (IMethodSymbol Method, NodeKindModel Kind) node, ITypeSymbol result)
    {
        if (node.Kind is NodeKindModel.Signal or NodeKindModel.Stream && ReturnShapes.StreamItem(node.Method.ReturnType) is not null)
            state.Relations.AddStream(source, result);
        else
            state.Relations.Add(source, HasEach(node) ? state.Relations.ListOf(result) : result);
    }

    private static bool HasEach((IMethodSymbol Method, NodeKindModel Kind) node)
    {
        foreach (var parameter in node.Method.Parameters)
        {
            if (ParameterParser.KindOf(parameter.Type) != ParameterKind.Handoff || (node.Kind == NodeKindModel.Child && parameter.Ordinal == 0))
                continue;
            foreach (var attribute in parameter.GetAttributes())
            {
                if (KnownTypes.LanguageAttribute(attribute) == "Each")
                    return true;
            }
        }
        return false;
    }

    private static HandoffConversion?[] OutputConversions(ParseState state, int steps)
    {
        var conversions = new HandoffConversion?[steps];
        if (state.RunResult is { } output && !state.NoteUnknown(output))
        {
            foreach (var candidate in state.Relations.CandidatesFor(output))
            {
                if (candidate.Source.Kind == SourceKind.Step)
                    conversions[candidate.Source.Index] = candidate.Conversion;
            }
        }
        return conversions;
    }
}
