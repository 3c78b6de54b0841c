using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.CodeFixes.Repairs;

/// <summary>What a diagnostic is about, as the rules see it: the finding behind it, and the workflow that it is in.</summary>
internal sealed record Fault(Document Document, SyntaxNode Node, Compilation Compilation, WorkflowInspection Inspection, Finding Finding, CancellationToken CancellationToken)
{
    public WorkflowModel Model => Inspection.Model;

    public WorkflowGraph Graph => Inspection.Graph;

    public INamedTypeSymbol Type => Inspection.Symbols.Type;

    /// <summary>The attribute that it is about, or that the place it is about is in.</summary>
    public AttributeSyntax? Attribute => Node.FirstAncestorOrSelf<AttributeSyntax>();

    public ParameterSyntax? Parameter => Node.FirstAncestorOrSelf<ParameterSyntax>();

    public MethodDeclarationSyntax? Method => Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();

    /// <summary>Which step it is about, or −1.</summary>
    public int Step => Finding.Anchor.Kind is AnchorKind.Step or AnchorKind.StepResult ? Finding.Anchor.Index : -1;

    public static async Task<Fault?> FindAsync(Document document, Diagnostic diagnostic, SyntaxNode node, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } declaration
            || await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation
            || await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false) is not { } tree || !compilation.ContainsSyntaxTree(tree)
            || compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type || !WorkflowInspection.IsWorkflow(type))
        {
            return null;
        }

        var inspection = WorkflowInspection.Of(type, compilation, cancellationToken);
        var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        var finding = inspection.Graph.Findings
            .Where(f => f.RuleId == diagnostic.Id && f.Arguments.All(message.Contains))
            .FirstOrDefault(f => AnchorLocator.Locate(inspection.Symbols, f.Anchor, cancellationToken) is { } at && at.SourceTree?.FilePath == tree.FilePath && at.SourceSpan == diagnostic.Location.SourceSpan);
        return finding is null ? null : new(document, node, compilation, inspection, finding, cancellationToken);
    }

    /// <summary>The declaration of a step that one can edit.</summary>
    public MethodDeclarationSyntax? DeclarationOf(int step) => step < 0 ? null : Declaration<MethodDeclarationSyntax>(Inspection.Symbols.Steps[step]);

    /// <summary>The declaration of a symbol in a file of the project, or null.</summary>
    public T? Declaration<T>(ISymbol? symbol)
        where T : SyntaxNode =>
        symbol?.DeclaringSyntaxReferences.Where(r => DocumentOf(r.SyntaxTree) is not null).Select(r => r.GetSyntax(CancellationToken)).OfType<T>().FirstOrDefault();

    /// <summary>The file of the project that a tree is of; null for one that the generator wrote.</summary>
    public Document? DocumentOf(SyntaxTree tree) => Document.Project.Solution.GetDocument(tree) is { } document and not SourceGeneratedDocument ? document : null;
}
