using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace WorkflowGen.CodeFixes.Repairs;

/// <summary>A fix that offers those of several repairs that succeed when they are tried.</summary>
public abstract class TriedFix(params string[] rules) : WorkflowFix(rules)
{
    // Trying one costs about as much as analysing the class again.
    private const int MostTries = 24;

    /// <summary>How many are offered at once.</summary>
    private protected virtual int MostOffers => 3;

    private protected sealed override async Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (await Fault.FindAsync(context.Document, diagnostic, node, context.CancellationToken).ConfigureAwait(false) is not { } fault)
            return;
        var trial = new Trial(fault);
        var offered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var repair in RepairsOf(fault).Take(MostTries))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (offered.Contains(repair.Title) || !trial.Succeeds(repair))
                continue;
            Offer(context, diagnostic, repair.Title, cancellationToken => Task.FromResult(Applied(fault, repair, cancellationToken)));
            if (offered.Add(repair.Title) && offered.Count == MostOffers)
                return;
        }
    }

    /// <summary>What might repair the fault, the most likely first.</summary>
    private protected abstract IEnumerable<Repair> RepairsOf(Fault fault);

    private static Solution Applied(Fault fault, Repair repair, CancellationToken cancellationToken)
    {
        var solution = fault.Document.Project.Solution;
        foreach (var (tree, root) in repair.Changed(cancellationToken))
        {
            if (fault.DocumentOf(tree) is { } document)
                solution = solution.WithDocumentSyntaxRoot(document.Id, root);
        }
        return solution;
    }
}
