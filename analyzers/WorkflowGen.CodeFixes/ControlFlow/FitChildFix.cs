using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Analyzers.Findings;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Makes a child fit the contract of the workflow that it runs, or says which workflow that is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FitChildFix() : TriedFix(RuleIds.InvalidChild, RuleIds.InvalidDelay)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Method is not { } method || fault.Step < 0)
            yield break;
        if (fault.Finding.RuleId == RuleIds.InvalidDelay)
        {
            yield return Returning(method, null);
            yield break;
        }

        var symbol = fault.Inspection.Symbols.Steps[fault.Step];
        if (symbol.Parameters.FirstOrDefault()?.Type is INamedTypeSymbol first && WorkflowInspection.IsWorkflow(first))
        {
            if (ContractOf(first) is not { } run)
                yield break;
            var inputs = InputsOf(run).Select(i => Parameter(i.Type, i.Name));
            var parameters = SyntaxFactory.SeparatedList(inputs.Prepend(method.ParameterList.Parameters[0]));
            yield return new($"Take what '{first.Name}' takes", (method.ParameterList, method.ParameterList.WithParameters(Arguments.Spaced(parameters))));
            yield return Returning(method, ResultOf(run));
            yield return Returning(method, null);
            yield break;
        }

        // One that takes what the method takes can be meant.
        foreach (var workflow in WorkflowsIn(fault.Compilation.Assembly.GlobalNamespace).Where(w => !SymbolEqualityComparer.Default.Equals(w, fault.Type)))
        {
            if (ContractOf(workflow) is not { } run || !InputsOf(run).Select(i => i.Type).SequenceEqual(symbol.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default))
                continue;
            var parameters = method.ParameterList.Parameters.Insert(0, Parameter(workflow, "workflow"));
            yield return new($"Run '{workflow.Name}'", (method.ParameterList, method.ParameterList.WithParameters(Arguments.Spaced(parameters))));
        }
    }

    private static Repair Returning(MethodDeclarationSyntax method, ITypeSymbol? result)
    {
        var type = (QualifiedNameSyntax)Shortened("System.Threading.Tasks.Task");
        if (result is not null)
            type = type.WithRight(SyntaxFactory.GenericName(SyntaxFactory.Identifier("Task"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(Types.Written(result)))));
        return new(result is null ? "Return 'Task'" : $"Return 'Task<{result.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}>'", (method.ReturnType, type.WithTriviaFrom(method.ReturnType)));
    }

    private static ParameterSyntax Parameter(ITypeSymbol type, string name) =>
        SyntaxFactory.Parameter(SyntaxFactory.Identifier(SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name)).WithType(Types.Written(type).WithTrailingTrivia(SyntaxFactory.Space));

    private static IMethodSymbol? ContractOf(INamedTypeSymbol workflow)
    {
        var runs = workflow.GetMembers("RunAsync").OfType<IMethodSymbol>().Where(m => m.DeclaredAccessibility == Accessibility.Public).ToList();
        return runs.Find(r => r.IsPartialDefinition) ?? runs.FirstOrDefault();
    }

    private static IEnumerable<IParameterSymbol> InputsOf(IMethodSymbol run) => run.Parameters.Where(p => p.Type.Name != "CancellationToken");

    private static ITypeSymbol? ResultOf(IMethodSymbol run) => run.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } results } ? results[0] : null;

    private static IEnumerable<INamedTypeSymbol> WorkflowsIn(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type && WorkflowInspection.IsWorkflow(type))
                yield return type;
            foreach (var inner in WorkflowsIn(member))
                yield return inner;
        }
    }
}
