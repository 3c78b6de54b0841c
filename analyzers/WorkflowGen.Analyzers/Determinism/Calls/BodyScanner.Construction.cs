using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>What making an object runs besides the constructor's own body.</summary>
internal sealed partial class BodyScanner
{
    /// <summary>Initialisers of instance members, and the base constructor where none is named.</summary>
    public void AddConstruction(IMethodSymbol constructor)
    {
        var at = constructor.Locations.FirstOrDefault() ?? Location.None;
        var initialiser = constructor.DeclaringSyntaxReferences.Select(d => d.GetSyntax()).OfType<ConstructorDeclarationSyntax>().FirstOrDefault()?.Initializer;
        if (initialiser?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) == true)
        {
            return;
        }

        foreach (var member in constructor.ContainingType.GetMembers().Where(m => !m.IsStatic && Initialisers.Has(m)))
        {
            AddEdge(new(EdgeKind.Direct, member, at));
        }

        var namesBase = initialiser is not null || constructor.DeclaringSyntaxReferences.Any(d => d.GetSyntax() is TypeDeclarationSyntax { BaseList: { } bases } && bases.Types.OfType<PrimaryConstructorBaseTypeSyntax>().Any());
        if (!namesBase && constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(c => c.Parameters.All(p => p.IsOptional)) is { } @base)
        {
            _sink.CheckImplicit(@base, at);
            AddEdge(new(EdgeKind.Direct, @base, at));
        }
    }

    public void ScanPrimaryConstructor(TypeDeclarationSyntax type)
    {
        var model = modelOf(type.SyntaxTree);
        foreach (var named in type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>() ?? [])
        {
            if (model.GetSymbolInfo(named, cancellation).Symbol is IMethodSymbol @base)
            {
                _sink.CheckImplicit(@base, named.GetLocation());
                AddEdge(new(EdgeKind.Direct, @base, named.GetLocation()));
            }

            foreach (var argument in named.ArgumentList.Arguments)
            {
                ScanBody(argument.Expression);
            }
        }
    }

    /// <summary>Touching a type runs its static constructor, where it has one.</summary>
    public void AddStaticConstructor(INamedTypeSymbol? type)
    {
        if (type?.StaticConstructors.FirstOrDefault(c => !c.IsImplicitlyDeclared) is { } constructor
            && !SymbolEqualityComparer.Default.Equals(constructor.OriginalDefinition, member))
        {
            AddEdge(new(EdgeKind.Direct, constructor, member.Locations.FirstOrDefault() ?? Location.None));
        }
    }

    /// <summary>The text of a record is made of its members; a positional record is taken apart into them.</summary>
    public void AddRecordMember(IMethodSymbol method)
    {
        if (method.Name is "ToString" or "PrintMembers" or "Deconstruct")
        {
            foreach (var property in method.ContainingType.GetMembers().OfType<IPropertySymbol>().Where(p => !p.IsStatic && !p.IsIndexer && p.DeclaredAccessibility == Accessibility.Public && p.GetMethod is not null))
            {
                AddEdge(new(EdgeKind.Direct, property.GetMethod!, method.Locations.FirstOrDefault() ?? Location.None));
            }

            if (method.Name == "ToString" && method.ContainingType.GetMembers("PrintMembers").FirstOrDefault() is IMethodSymbol { IsImplicitlyDeclared: false } print)
            {
                AddEdge(new(EdgeKind.Direct, print, method.Locations.FirstOrDefault() ?? Location.None));
            }
        }
    }

    private void NoteOwnState(IOperation operation)
    {
        if (_writesOwnState)
        {
            return;
        }

        _writesOwnState = operation switch
        {
            IFieldReferenceOperation or IPropertyReferenceOperation when ((IMemberReferenceOperation)operation).Instance is { } instance =>
                Use.Of(operation).Writes && IsOwn(instance),
            IInvocationOperation { Instance: { } instance, TargetMethod: var method } => Mutators.IsName(method.Name) && !IsHere(method) && IsOwn(instance) && !Hazards.StaticStateHazards.IsImmutable(instance.Type),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref, Value: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } } => true,
            _ => false,
        };
    }

    // this, this.items, this.items[0] …
    private static bool IsOwn(IOperation value) => Use.Unconverted(value) switch
    {
        IInstanceReferenceOperation instance => instance.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance,
        IMemberReferenceOperation { Instance: { } inner } => IsOwn(inner),
        IArrayElementReferenceOperation element => IsOwn(element.ArrayReference),
        _ => false,
    };
}

/// <summary>Which members run code when their object is made.</summary>
internal static class Initialisers
{
    public static bool Has(ISymbol member) => member is IFieldSymbol { IsConst: false } or IPropertySymbol or IEventSymbol
        && member.DeclaringSyntaxReferences.Any(d => d.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null });
}
