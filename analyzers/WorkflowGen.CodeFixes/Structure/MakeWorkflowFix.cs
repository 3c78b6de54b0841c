using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Structure;

/// <summary>Makes the class around a step a workflow.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeWorkflowFix() : WorkflowFix(RuleIds.StepOutsideWorkflow)
{
    private protected override Task OfferAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SyntaxNode node)
    {
        if (Enclosing<TypeDeclarationSyntax>(node) is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: 0 or (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ClassKeyword }
            && Enclosing<TypeDeclarationSyntax>(node) is { } type)
        {
            OfferReplacement(context, diagnostic, root, $"Mark '{type.Identifier.Text}' as a [Workflow]", type, Attributes.AddLine(type, "Workflow"));
        }
        return Task.CompletedTask;
    }
}
