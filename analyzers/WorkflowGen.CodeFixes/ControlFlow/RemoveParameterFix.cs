using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Removes a parameter that nothing can be given for. One that the body reads stays: the compiler would miss it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveParameterFix() : TriedFix(
        RuleIds.InvalidPrevious,
        RuleIds.InvalidEach,
        RuleIds.InvalidJoin,
        RuleIds.InvalidCompensation,
        RuleIds.InvalidCatch,
        RuleIds.InvalidSignal,
        RuleIds.InvalidDelay,
        RuleIds.InvalidChild,
        RuleIds.PureWithPolicy)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault)
    {
        var method = fault.Finding.RuleId == RuleIds.InvalidCompensation ? Compensation(fault) : fault.Method;
        if (method is null)
            yield break;
        foreach (var parameter in method.ParameterList.Parameters)
        {
            if (fault.Parameter is not null && parameter != fault.Parameter)
                continue;
            var rest = method.ParameterList.Parameters.Remove(parameter);
            yield return new($"Remove '{parameter.Identifier.ValueText}'", (method.ParameterList, method.ParameterList.WithParameters(rest)));
        }
    }

    internal static MethodDeclarationSyntax? Compensation(Fault fault) =>
        fault.Step >= 0 && fault.Model.Steps[fault.Step].CompensateWith is { } name
            ? fault.Declaration<MethodDeclarationSyntax>(fault.Type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault())
            : null;
}
