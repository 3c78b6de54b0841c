using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.CodeFixes.Repairs;
using WorkflowGen.Roslyn;

namespace WorkflowGen.CodeFixes.ControlFlow;

/// <summary>Lets a signal with a timeout hand over null, and those that take it take null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeSignalNullableFix() : TriedFix(RuleIds.InvalidSignal)
{
    private protected override IEnumerable<Repair> RepairsOf(Fault fault) =>
        fault.Finding.Choices is ["nullable"] && fault.Method is { ReturnType: { } type and not NullableTypeSyntax }
            ? Takers.Nullable(fault, $"Return '{type.WithoutTrivia()}?'", [(type, Takers.Nullable(type))])
            : [];
}
