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

        var methods = StepMethods(type);
        if (methods.IsEmpty)
            state.Report(RuleIds.NoSteps, Anchor.Class, type.Name);

        var results = ImmutableArray.CreateBuilder<ITypeSymbol?>(methods.Length);
        for (var i = 0; i < methods.Length; i++)
        {
            var (_, result) = ReturnShapes.Of(methods[i].ReturnType);
            results.Add(result);
            if (result is not null && !state.NoteUnknown(result))
                state.Relations.Add(new(SourceKind.Step, i), result);
        }

        var stepResults = results.MoveToImmutable();
        var outputs = OutputConversions(state, methods.Length);
        var steps = ImmutableArray.CreateBuilder<StepModel>(methods.Length);
        for (var i = 0; i < methods.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            steps.Add(StepParser.Parse(state, methods[i], i) with { OutputConversion = outputs[i] });
        }

        var guards = GuardParser.Parse(state, steps);
        MemberChecks.Check(state, methods, guards.Symbols);
        var services = ServiceParser.Parse(state);
        symbols = new(type, state.Run, state.Inputs, methods, stepResults, guards.Symbols, state.Members);
        return header with
        {
            Run = run,
            UnfitRuns = state.UnfitRuns.Select(unfit => unfit.Declaration).ToEquatableArray(),
            Inputs = inputs,
            Steps = steps.ToEquatableArray(),
            Guards = guards.Models,
            Services = services,
            Findings = state.Findings.ToEquatableArray(),
            IsIncomplete = state.IsIncomplete,
        };
    }

    // Declaration order: files by path, then position. The compiler's own order of members follows the order of files on its command line.
    private static ImmutableArray<IMethodSymbol> StepMethods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.MethodKind == MethodKind.Ordinary && HasStep(m))
            .OrderBy(m => m.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(m => m.DeclaringSyntaxReferences.FirstOrDefault()?.Span.Start)
            .ToImmutableArray();

    /// <summary>Whether the method is marked [Step].</summary>
    public static bool HasStep(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "Step")
                return true;
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
