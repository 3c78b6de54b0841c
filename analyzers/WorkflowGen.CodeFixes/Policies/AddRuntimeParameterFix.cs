using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.Policies;

/// <summary>Gives a step the parameter that its policy calls for: the context with the key or the transaction, or the token that tells it to stop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddRuntimeParameterFix() : TriedFix(RuleIds.KeyNeverUsed, RuleIds.TransactionNeverUsed, RuleIds.TimeoutWithoutToken, RuleIds.InvalidHeartbeat)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        if (fault.Method is not { } method)
            yield break;
        var (type, name) = fault.Finding.RuleId == RuleIds.TimeoutWithoutToken ? ("System.Threading.CancellationToken", "cancellationToken") : ("WorkflowGen.StepContext", "step");
        var parameters = method.ParameterList.Parameters;
        if (parameters.Any(p => p.Identifier.ValueText == name))
            yield break;

        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(Shortened(type).WithTrailingTrivia(SyntaxFactory.Space));

        // Before a token, which comes last, and before parameters with defaults.
        var index = parameters.TakeWhile(p => p.Default is null && !IsToken(p.Type)).Count();
        var inserted = Arguments.Spaced(parameters.Insert(index, parameter));
        yield return new($"Take a {type.Substring(type.LastIndexOf('.') + 1)}", (method.ParameterList, method.ParameterList.WithParameters(inserted)));
    }

    private static bool IsToken(TypeSyntax? type) => (type is QualifiedNameSyntax qualified ? qualified.Right : type) is SimpleNameSyntax { Identifier.ValueText: "CancellationToken" };
}
