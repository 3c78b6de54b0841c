using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>Allowances are read by whoever audits a program: each says why, and each allows something.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllowanceAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(DeterminismDescriptors.BlankReason, DeterminismDescriptors.NeedlessAllowance);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownAttributes.AllowNondeterminism) is not null)
            {
                var graph = new CallGraph(start.Compilation);
                start.RegisterSyntaxNodeAction(node => Analyze(node, graph), SyntaxKind.Attribute);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, CallGraph graph)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (!context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type.IsNamed(KnownAttributes.AllowNondeterminism))
        {
            return;
        }

        var (name, members) = Target(context, attribute);
        if (attribute.ArgumentList?.Arguments.FirstOrDefault() is { } reason
            && context.SemanticModel.GetConstantValue(reason.Expression, context.CancellationToken) is { HasValue: true, Value: var text } && string.IsNullOrWhiteSpace(text as string))
        {
            context.ReportDiagnostic(Diagnostic.Create(DeterminismDescriptors.BlankReason, reason.GetLocation(), name));
        }
        else if (members.Count > 0 && !context.Compilation.Assembly.HasAttribute(KnownAttributes.AllowNondeterminism) && !members.Any(m => Allows(m, graph, context.CancellationToken)))
        {
            context.ReportDiagnostic(Diagnostic.Create(DeterminismDescriptors.NeedlessAllowance, attribute.GetLocation(), name));
        }
    }

    private static bool Allows(ISymbol member, CallGraph graph, CancellationToken cancellation)
    {
        // A static field that can change is allowed by its own attribute, whatever it is initialised with.
        if (member is IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } or IEventSymbol { IsStatic: true } || member.IsAbstract || member.IsExtern)
        {
            return true;
        }

        var summary = graph.SummaryOf(new(member), cancellation);
        return summary.Hazards.Length > 0 || summary.Edges.SelectMany(graph.TargetsOf).Any(t => graph.Reach(t, Zone.Step, cancellation).Length > 0 || graph.Reach(t, Zone.Decision, cancellation).Length > 0);
    }

    /// <summary>What the attribute stands on, and the members that have code; none for an assembly, of which not all code is looked at.</summary>
    private static (string Name, IReadOnlyList<ISymbol> Members) Target(SyntaxNodeAnalysisContext context, AttributeSyntax attribute)
    {
        var declaration = attribute.Parent?.Parent;
        var node = declaration is BaseFieldDeclarationSyntax field ? field.Declaration.Variables.FirstOrDefault() : declaration;
        var symbol = node is null or CompilationUnitSyntax ? null : context.SemanticModel.GetDeclaredSymbol(node, context.CancellationToken);
        return symbol switch
        {
            null => (context.Compilation.AssemblyName ?? "assembly", []),
            INamedTypeSymbol type => (type.Name, [.. WithNested(type).SelectMany(t => t.GetMembers()).SelectMany(Bodies)]),
            _ => (ChainText.Of(symbol), [.. Bodies(symbol)]),
        };
    }

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type)
    {
        var open = new Stack<INamedTypeSymbol>();
        open.Push(type);
        while (open.Count > 0)
        {
            var current = open.Pop();
            yield return current;
            foreach (var nested in current.GetTypeMembers())
            {
                open.Push(nested);
            }
        }
    }

    private static IEnumerable<ISymbol> Bodies(ISymbol member) => member switch
    {
        IPropertySymbol property => new ISymbol?[] { property, property.GetMethod, property.SetMethod }.OfType<ISymbol>(),
        INamedTypeSymbol => [],
        _ => [member],
    };
}
