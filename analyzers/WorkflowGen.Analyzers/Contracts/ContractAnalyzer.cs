using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Shipped;

namespace WorkflowGen.Analyzers.Contracts;

/// <summary>Compares each workflow with what workflows.shipped.json says of its version. Without that file it does nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : DiagnosticAnalyzer
{
    internal const string Workflow = "workflow";
    internal const string Version = "version";
    internal const string Earlier = "earlier";

    // While somebody types, most workflows stay as they were: what was compared last with a record is kept with it.
    private static readonly ConditionalWeakTable<ShippedWorkflow, Comparison> Compared = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(ContractRules.NotRecorded, ContractRules.StrandsRuns, ContractRules.VersionGone, ContractRules.UnreadableRecord);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ShippedRecord.Find(start.Options.AdditionalFiles, start.CancellationToken) is not { } record)
                return;
            if (record.Complaint is not null)
            {
                start.RegisterCompilationEndAction(end => Unreadable(end, record));
                return;
            }
            var found = new ConcurrentBag<WorkflowInspection>();
            start.RegisterSymbolAction(symbol => Analyze(symbol, record, found), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end => Gone(end, record, found));
        });
    }

    private static void Unreadable(CompilationAnalysisContext context, ShippedRecord record)
    {
        var at = record.At(record.Position);
        var place = at.GetLineSpan().StartLinePosition;
        context.ReportDiagnostic(Diagnostic.Create(
            ContractRules.UnreadableRecord,
            at,
            (place.Line + 1).ToString(CultureInfo.InvariantCulture),
            (place.Character + 1).ToString(CultureInfo.InvariantCulture),
            record.Complaint));
    }

    private static void Analyze(SymbolAnalysisContext context, ShippedRecord record, ConcurrentBag<WorkflowInspection> found)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!WorkflowInspection.IsWorkflow(type))
            return;
        var inspection = WorkflowInspection.Of(type, context.Compilation, context.CancellationToken);
        found.Add(inspection);
        if (ShippedWorkflows.Of(inspection, context.CancellationToken) is not { } now)
            return;
        var recorded = record.File.Find(now.Name, now.Version);
        if (recorded is null or { Retired: true })
        {
            var what = recorded is null ? "is not recorded" : "is called retired, and is there";
            Report(ContractRules.NotRecorded, new(ShippedEditKind.NeedsRecording, ShippedPlace.Workflow, now.Name, "The contract", what, "later edits of it would not be compared with what its runs rely on"));
            return;
        }
        foreach (var edit in Compare(recorded, now, record.File))
            Report(edit.Kind == ShippedEditKind.Strands ? ContractRules.StrandsRuns : ContractRules.NotRecorded, edit);

        void Report(DiagnosticDescriptor rule, ShippedEdit edit)
        {
            var version = now.Version.ToString(CultureInfo.InvariantCulture);
            var properties = ImmutableDictionary<string, string?>.Empty.Add(Workflow, now.Name).Add(Version, version);
            if (edit.Earlier is not null)
                properties = properties.Add(Earlier, edit.Earlier);
            context.ReportDiagnostic(Diagnostic.Create(
                rule, Locate(inspection, edit, context.CancellationToken), properties, edit.Subject, now.Name, version, edit.Told, edit.Consequence));
        }
    }

    private static IReadOnlyList<ShippedEdit> Compare(ShippedWorkflow recorded, ShippedWorkflow now, ShippedFile file)
    {
        if (Compared.TryGetValue(recorded, out var last) && last.Now.Equals(now))
            return last.Edits;
        var edits = ShippedComparison.Compare(recorded, now, child => file.Find(child.Workflow, child.Version) is { Retired: false });
        Compared.Remove(recorded);
        return Compared.GetValue(recorded, _ => new(now, edits)) is var kept && kept.Now.Equals(now) ? kept.Edits : edits;
    }

    private static Location Locate(WorkflowInspection inspection, ShippedEdit edit, CancellationToken cancellationToken)
    {
        var anchor = edit.Place switch
        {
            ShippedPlace.Node => Anchor.Step(StepNamed(edit.Name)),
            ShippedPlace.NodeResult => new(AnchorKind.StepResult, StepNamed(edit.Name)),
            _ => Anchor.Class,
        };
        if (edit.Place == ShippedPlace.Input && inspection.Symbols.Inputs.FirstOrDefault(i => i.Name == edit.Name) is { } input)
            return AnchorLocator.ParameterType(input, cancellationToken) ?? input.Locations[0];
        return AnchorLocator.Locate(inspection.Symbols, anchor, cancellationToken);

        int StepNamed(string name) => inspection.Model.Steps.TakeWhile(s => s.Name != name).Count();
    }

    private static void Gone(CompilationAnalysisContext context, ShippedRecord record, ConcurrentBag<WorkflowInspection> found)
    {
        foreach (var recorded in record.File.Workflows)
        {
            if (recorded.Retired || found.Any(w => w.Model.Name == recorded.Name && w.Model.Version == recorded.Version))
                continue;
            var version = recorded.Version.ToString(CultureInfo.InvariantCulture);
            var other = found.Where(w => w.Model.Name == recorded.Name).OrderByDescending(w => w.Model.Version).FirstOrDefault();
            context.ReportDiagnostic(Diagnostic.Create(
                ContractRules.VersionGone,
                other?.Symbols.Type.Locations.FirstOrDefault() ?? record.At(recorded.Name, recorded.Version),
                ImmutableDictionary<string, string?>.Empty.Add(Workflow, recorded.Name).Add(Version, version),
                recorded.Name,
                version,
                other is null
                    ? ": its runs would not be taken up; keep the class (or its name, by [Workflow(name)]) until they have ended, then retire the version"
                    : $" ('{other.Symbols.Type.Name}' is v{other.Model.Version.ToString(CultureInfo.InvariantCulture)}): its runs would not be taken up; keep the old class beside this one until they have ended, then retire the version"));
        }
    }

    private sealed record Comparison(ShippedWorkflow Now, IReadOnlyList<ShippedEdit> Edits);
}
