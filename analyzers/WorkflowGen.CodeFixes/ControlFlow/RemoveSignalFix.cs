using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Removes a signal that nobody waits for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveSignalFix() : TriedFix(RuleIds.SignalUnused)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Method is not { Parent: TypeDeclarationSyntax type } method)
            yield break;

        // A comment that stands apart is about what follows it, and the blank line before the method goes with it.
        var rest = type.RemoveNode(method, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        var index = type.Members.IndexOf(method);
        if (index == 0 && rest.Members.Count > 0)
            rest = rest.ReplaceNode(rest.Members[0], rest.Members[0].WithLeadingTrivia(rest.Members[0].GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia))));
        yield return new($"Remove '{method.Identifier.ValueText}'", (type, rest));
    }
}
