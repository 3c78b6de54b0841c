using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Findings;

namespace WorkflowGen.Analyzers.Structure;

/// <summary>Reports state of a workflow that can change after construction: it is shared by runs and in no checkpoint.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableStateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(StructureRules.MutableState);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeMembers, SymbolKind.NamedType);
        context.RegisterOperationAction(AnalyzeWrite, OperationKind.ParameterReference);
    }

    private static void AnalyzeMembers(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!WorkflowInspection.IsWorkflow(type))
            return;
        foreach (var member in type.GetMembers())
        {
            if (Describe(member) is { } what && member.Locations.FirstOrDefault() is { } location)
                context.ReportDiagnostic(Diagnostic.Create(StructureRules.MutableState, location, "The " + what, member.Name, type.Name));
        }

        // State of a base class is not the workflow's to fix, so that the class is pointed at; bases without source are trusted.
        for (var current = type.BaseType; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            if (current.GetMembers().FirstOrDefault(m => Describe(m) is not null) is { } inherited)
                context.ReportDiagnostic(Diagnostic.Create(StructureRules.MutableState, type.Locations.FirstOrDefault() ?? Location.None, "The inherited " + Describe(inherited), inherited.Name, type.Name));
        }
    }

    private static string? Describe(ISymbol member) => member switch
    {
        { IsImplicitlyDeclared: true } => null,
        IFieldSymbol { IsConst: false, IsReadOnly: false, AssociatedSymbol: null } field => field.IsStatic ? "static field" : "field",
        IPropertySymbol { SetMethod: { IsInitOnly: false } } property => property.IsIndexer ? "indexer" : "property",
        IEventSymbol => "event",
        _ => null,
    };

    // A parameter of a primary constructor that a member writes to has become a field.
    private static void AnalyzeWrite(OperationAnalysisContext context)
    {
        var reference = (IParameterReferenceOperation)context.Operation;
        if (reference.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            || SymbolEqualityComparer.Default.Equals(constructor, context.ContainingSymbol)
            || !IsPrimary(constructor, context.CancellationToken)
            || !WorkflowInspection.IsWorkflow(constructor.ContainingType)
            || !IsWritten(reference))
        {
            return;
        }
        context.ReportDiagnostic(Diagnostic.Create(
            StructureRules.MutableState, reference.Syntax.GetLocation(), "The constructor parameter", reference.Parameter.Name, constructor.ContainingType.Name));
    }

    private static bool IsPrimary(IMethodSymbol constructor, CancellationToken cancellationToken) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is TypeDeclarationSyntax;

    private static bool IsWritten(IOperation target)
    {
        // Through tuples and members of a struct parameter, the parameter itself is written.
        var current = target;
        while (current.Parent is ITupleOperation
            || (current.Parent is IFieldReferenceOperation { Field.ContainingType.IsValueType: true } field && field.Instance == current)
            || (current.Parent is IPropertyReferenceOperation { Property.ContainingType.IsValueType: true } property && property.Instance == current))
        {
            current = current.Parent;
        }
        return current.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == current,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            _ => false,
        };
    }
}
