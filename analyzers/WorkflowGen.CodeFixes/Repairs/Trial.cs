using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FindSymbols;
using WorkflowGen.Roslyn;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.CodeFixes.Repairs;

/// <summary>
/// Tries repairs before they are offered. What an attribute means depends on the whole graph, so that no look at the place alone can tell whether another name, or none, is right:
/// the parser and the graph are asked what they make of the class as it would be.
/// </summary>
internal sealed class Trial(Fault fault)
{
    private readonly Dictionary<string, int> _findings = Count(fault.Graph.Findings.Where(f => Matters(f, fault)).Select(Key));
    private readonly Dictionary<string, Dictionary<string, int>> _errors = [];

    /// <summary>The fault is gone with it, nothing else is complained about that was not before (but for what is left over), and no error of the compiler's comes up in the files of the workflow or in changed ones.</summary>
    public bool Succeeds(Repair repair)
    {
        var compilation = fault.Compilation;
        var files = new Dictionary<SyntaxTree, SyntaxTree>();
        foreach (var (tree, root) in repair.Changed(fault.CancellationToken))
        {
            if (fault.DocumentOf(tree) is null || !compilation.ContainsSyntaxTree(tree))
                return false;
            files[tree] = tree.WithRootAndOptions(root, tree.Options);
            compilation = compilation.ReplaceSyntaxTree(tree, files[tree]);
        }
        if (SymbolFinder.FindSimilarSymbols(fault.Type, compilation, fault.CancellationToken).FirstOrDefault() is not { } type)
            return false;

        var after = WorkflowGraph.Build(WorkflowParser.Parse(type, compilation, fault.CancellationToken)).Findings;
        var now = Count(after.Where(f => Matters(f, fault)).Select(Key));
        now.TryGetValue(Key(fault.Finding), out var left);
        if (left >= Before(Key(fault.Finding)) || now.Any(f => f.Value > Before(f.Key)))
            return false;
        foreach (var tree in fault.Type.DeclaringSyntaxReferences.Select(r => r.SyntaxTree).Where(t => fault.DocumentOf(t) is not null).Concat(files.Keys).Distinct())
        {
            if (Errors(compilation, files.TryGetValue(tree, out var changed) ? changed : tree).Any(e => !ErrorsBefore(tree).TryGetValue(e.Key, out var before) || e.Value > before))
                return false;
        }
        return true;
    }

    private int Before(string finding) => _findings.TryGetValue(finding, out var before) ? before : 0;

    private Dictionary<string, int> ErrorsBefore(SyntaxTree tree)
    {
        if (!_errors.TryGetValue(tree.FilePath, out var errors))
            _errors[tree.FilePath] = errors = Errors(fault.Compilation, tree);
        return errors;
    }

    // What the generator has yet to write is not there in either.
    private Dictionary<string, int> Errors(Compilation compilation, SyntaxTree tree) =>
        Count(compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: fault.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS8795" or "CS9248"))
            .Select(d => d.Id + d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));

    // What is left over with nobody to take it has a message, and a fix, of its own, and is no reason against a repair.
    private static bool Matters(Finding finding, Fault fault) =>
        finding.RuleId == fault.Finding.RuleId || finding.RuleId is not (RuleIds.UnusedInput or RuleIds.UnusedResult or RuleIds.SignalUnused or RuleIds.WaitWithoutTimeout);

    private static string Key(Finding finding) => $"{finding.RuleId}\n{string.Join("\n", finding.Arguments)}";

    private static Dictionary<string, int> Count(IEnumerable<string> items) => items.GroupBy(i => i, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
