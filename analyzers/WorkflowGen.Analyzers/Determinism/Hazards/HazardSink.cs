using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>Asks every family of hazards about each operation of one member, and keeps what they find.</summary>
internal sealed class HazardSink(
    Compilation compilation, SourceTypes types, ReferencedLibraries libraries, Assignments assignments, Func<SyntaxTree, SemanticModel> modelOf, ISymbol member)
{
    private readonly HashSet<(string, string, Location)> _seen = [];

    public List<Hazard> Found { get; } = [];

    public ISymbol Member => member;

    public Compilation Compilation => compilation;

    public void Add(Hazard hazard)
    {
        if (_seen.Add((hazard.RuleId, hazard.Api, hazard.Location)))
        {
            Found.Add(hazard);
        }
    }

    public void Check(IOperation operation)
    {
        KnownApis.Check(operation, this);
        BlockingHazards.Check(operation, this);
        HashCodeHazards.Check(operation, this);
        CultureHazards.Check(operation, this);
        UnorderedHazards.Check(operation, this);
        StaticStateHazards.Check(operation, this);
        DecisionHazards.Check(operation, this);
    }

    /// <summary>A constructor that runs without being written: <c>class Dice : Random</c>.</summary>
    public void CheckImplicit(IMethodSymbol constructor, Location at) => KnownApis.Check(constructor, at, this);

    public bool IsHere(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    /// <summary>Whether calls of the symbol are followed, here or in its library's summary.</summary>
    public bool IsFollowed(ISymbol symbol) => IsHere(symbol) || libraries.Has(symbol);

    public bool IsContentChanged(ISymbol field) => assignments.IsContentChanged(field, modelOf);

    /// <summary>The operations of a method's code, where it is in the compilation.</summary>
    public IEnumerable<IOperation> BodiesOf(IMethodSymbol method) =>
        (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences
            .Where(d => compilation.ContainsSyntaxTree(d.SyntaxTree))
            .Select(d => modelOf(d.SyntaxTree).GetOperation(d.GetSyntax()))
            .OfType<IOperation>();

    public bool IsAssigned(ISymbol field) => assignments.To(field, modelOf).Any();

    /// <summary>Whether the value is a service or state of the workflow rather than something a decision was given.</summary>
    public bool IsWorkflowState(IOperation value) => StateOwner(Use.Unconverted(value)) is { } owner && types.IsWorkflowOrBase(owner);

    private INamedTypeSymbol? StateOwner(IOperation value) => value switch
    {
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor }
            when !SymbolEqualityComparer.Default.Equals(constructor, member) => constructor.ContainingType,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: { } field } when !IsSettled(field) => field.ContainingType,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: { IsIndexer: false } property }
            when property.GetMethod is { } getter && MemberBodies.IsAutomatic(getter) && !property.IsAbstract => property.ContainingType,
        _ => null,
    };

    // private readonly int _limit = 3 is as good as a constant.
    private bool IsSettled(IFieldSymbol field) =>
        field.IsReadOnly && StaticStateHazards.IsImmutable(field.Type) && Initialisers.Has(field) && !IsAssigned(field);
}
