using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>Finds the code of a member, wherever it is written, and summarises it once.</summary>
internal sealed class MemberBodies(Compilation compilation, SourceTypes types, ReferencedLibraries libraries)
{
    private readonly ConcurrentDictionary<ISymbol, BodySummary> _summaries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly Assignments _assignments = new(compilation);

    public BodySummary SummaryOf(ISymbol member, CancellationToken cancellation)
    {
        var definition = member.OriginalDefinition;
        if (_summaries.TryGetValue(definition, out var known))
        {
            return known;
        }

        var scanner = new BodyScanner(compilation, types, libraries, _assignments, ModelOf, definition, cancellation);
        switch (definition)
        {
            case IMethodSymbol method:
                ScanMethod(scanner, method);
                break;
            case IFieldSymbol or IPropertySymbol or IEventSymbol:
                ScanInitialisers(scanner, definition);
                break;
        }

        return _summaries.GetOrAdd(definition, scanner.ToSummary());
    }

    /// <summary>Whether the static member is state that everyone in the process shares.</summary>
    public bool IsSharedState(ISymbol member) => Hazards.StaticStateHazards.IsShared(member, m => _assignments.IsContentChanged(m, ModelOf));

    /// <summary>Whether the accessor has no code of its own.</summary>
    public static bool IsAutomatic(IMethodSymbol accessor) =>
        accessor.OriginalDefinition is { IsAbstract: false, DeclaringSyntaxReferences: var declarations }
        && declarations.All(d => d.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax)
        && (accessor.PartialImplementationPart is null || IsAutomatic(accessor.PartialImplementationPart));

    // The model of another file than the one under analysis is needed: that is what following a call means. They are kept for the compilation.
#pragma warning disable RS1030
    private SemanticModel ModelOf(SyntaxTree tree) => _models.GetOrAdd(tree, t => compilation.GetSemanticModel(t));
#pragma warning restore RS1030

    private static void ScanMethod(BodyScanner scanner, IMethodSymbol method)
    {
        var written = method.PartialImplementationPart ?? method;
        foreach (var declaration in written.DeclaringSyntaxReferences)
        {
            var syntax = declaration.GetSyntax();
            if (syntax is TypeDeclarationSyntax type)
            {
                if (method.MethodKind == MethodKind.Constructor)
                {
                    scanner.ScanPrimaryConstructor(type);
                }
            }
            else if (syntax is not ParameterSyntax)
            {
                scanner.ScanBody(syntax);
            }
        }

        if (method.MethodKind == MethodKind.Constructor)
        {
            scanner.AddConstruction(method);
        }

        if ((method.IsStatic || method.MethodKind == MethodKind.Constructor) && method.MethodKind != MethodKind.StaticConstructor)
        {
            scanner.AddStaticConstructor(method.ContainingType);
        }

        if (method.IsImplicitlyDeclared && method.ContainingType is { IsRecord: true })
        {
            scanner.AddRecordMember(method);
        }
    }

    private void ScanInitialisers(BodyScanner scanner, ISymbol member)
    {
        foreach (var declaration in member.DeclaringSyntaxReferences)
        {
            var initialiser = declaration.GetSyntax() switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (initialiser is not null)
            {
                scanner.ScanBody(initialiser);
            }
        }

        if (member.IsStatic)
        {
            scanner.AddStaticConstructor(member.ContainingType);
        }

        var type = member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IEventSymbol @event => @event.Type,
            _ => null,
        };
        if (type is not null && HoldsCode(type))
        {
            foreach (var value in _assignments.To(member, ModelOf))
            {
                scanner.ScanBody(value);
            }
        }
    }

    /// <summary>Whether a value of the type is code that runs when it is used, rather than when it was made.</summary>
    public static bool HoldsCode(ITypeSymbol type) =>
        type.IsDelegate() || type.OriginalDefinition.FullName() is "System.Lazy" or "System.Threading.ThreadLocal";
}
