using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using WorkflowGen.CodeFixes.ControlFlow;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.CodeFixes.Handoffs;

/// <summary>Makes the signature of a compensation fit its step, or declares one that is missing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FitCompensationFix() : TriedFix(RuleIds.InvalidCompensation)
{
    private protected override int MostOffers => 4;

    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.DeclarationOf(fault.Step) is not { } step)
            yield break;
        if (RemoveParameterFix.Compensation(fault) is not { } compensation)
        {
            if (fault.Model.Steps[fault.Step].CompensateWith is { } name && SyntaxFacts.IsValidIdentifier(name))
                yield return Declared(fault, step, name);
            yield break;
        }

        foreach (var parameter in compensation.ParameterList.Parameters)
        {
            if (parameter.Type is not { } type)
                continue;
            if (type is not NullableTypeSyntax)
                yield return new($"Make '{parameter.Identifier.ValueText}' nullable", (type, Takers.Nullable(type)));
            foreach (var given in fault.Model.Steps[fault.Step].Parameters.Where(p => p.Kind == ParameterKind.Handoff && !compensation.ParameterList.Parameters.Any(own => own.Identifier.ValueText == p.Name)))
                yield return Renamed(fault, compensation, parameter, given.Name);
        }
        var kept = compensation.ParameterList.Parameters.Where(p => p.Type?.ToString().TrimEnd('?').Split('.').Last() is "StepContext" or "CancellationToken" or "StepFailure");
        var fitting = Arguments.Spaced(SyntaxFactory.SeparatedList(ParametersFor(fault).Concat(kept)));
        yield return new($"Take what '{step.Identifier.ValueText}' takes and hands over", (compensation.ParameterList, compensation.ParameterList.WithParameters(fitting)));
    }

    private static IEnumerable<ParameterSyntax> ParametersFor(Fault fault)
    {
        var symbol = fault.Inspection.Symbols.Steps[fault.Step];
        var model = fault.Model.Steps[fault.Step];
        for (var i = 0; i < symbol.Parameters.Length; i++)
        {
            if (model.Parameters[i].Kind == ParameterKind.Handoff)
                yield return Parameter(symbol.Parameters[i].Type, symbol.Parameters[i].Name);
        }
        if (fault.Inspection.Symbols.Results[fault.Step] is { } result)
        {
            var name = char.ToLowerInvariant(symbol.Name[0]) + symbol.Name.Substring(1);
            yield return Parameter(result, SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || symbol.Parameters.Any(p => p.Name == name) ? "result" : name);
        }
    }

    private static ParameterSyntax Parameter(ITypeSymbol type, string name) =>
        SyntaxFactory.Parameter(SyntaxFactory.Identifier(SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name)).WithType(Types.Written(type).WithTrailingTrivia(SyntaxFactory.Space));

    private static Repair Renamed(Fault fault, MethodDeclarationSyntax method, ParameterSyntax parameter, string name)
    {
        var old = parameter.Identifier;
        var model = fault.Compilation.GetSemanticModel(method.SyntaxTree);
        var symbol = model.GetDeclaredSymbol(parameter, fault.CancellationToken);
        var uses = method.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == old.ValueText && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, fault.CancellationToken).Symbol, symbol))
            .Select(n => n.Identifier);
        var renamed = method.ReplaceTokens(uses.Append(old), (token, _) => SyntaxFactory.Identifier(token.LeadingTrivia, SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name, token.TrailingTrivia));
        return new($"Rename '{old.ValueText}' to '{name}'", (method, renamed));
    }

    private static Repair Declared(Fault fault, MethodDeclarationSyntax step, string name)
    {
        var type = (TypeDeclarationSyntax)step.Parent!;
        var end = step.SyntaxTree.GetText().ToString().Contains("\r\n") ? "\r\n" : "\n";
        var indentation = step.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        var method = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"{end}{indentation}void {name}() => throw new global::System.NotImplementedException();{end}")!;
        method = method.ReplaceNodes(method.DescendantNodes().OfType<QualifiedNameSyntax>(), static (old, _) => old.WithAdditionalAnnotations(Simplifier.Annotation));
        method = method.WithParameterList(method.ParameterList.WithParameters(Arguments.Spaced(SyntaxFactory.SeparatedList(ParametersFor(fault)))));
        return new($"Declare '{name}'", (type, type.WithMembers(type.Members.Insert(type.Members.IndexOf(step) + 1, method))));
    }
}
