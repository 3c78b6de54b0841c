using Microsoft.CodeAnalysis;

namespace WorkflowGen.CodeFixes.Repairs;

/// <summary>An edit that may repair something: nodes, and what to put in their places. They may be in several files, and none is within another.</summary>
/// <param name="Title">What it does, as an order: <c>Remove [Pure]</c>.</param>
/// <param name="Edits">One per node.</param>
internal sealed record Repair(string Title, params (SyntaxNode Old, SyntaxNode New)[] Edits)
{
    /// <summary>The files that it changes, and what they are then.</summary>
    public IEnumerable<(SyntaxTree Tree, SyntaxNode Root)> Changed(CancellationToken cancellationToken)
    {
        foreach (var file in Edits.GroupBy(e => e.Old.SyntaxTree))
        {
            var replacements = new Dictionary<SyntaxNode, SyntaxNode>();
            foreach (var (old, replacement) in file)
                replacements[old] = replacement;
            yield return (file.Key, file.Key.GetRoot(cancellationToken).ReplaceNodes(replacements.Keys, (old, _) => replacements[old]));
        }
    }

    /// <summary>Another one that does this as well.</summary>
    public Repair And(params (SyntaxNode Old, SyntaxNode New)[] more) => this with { Edits = [.. Edits, .. more] };
}
