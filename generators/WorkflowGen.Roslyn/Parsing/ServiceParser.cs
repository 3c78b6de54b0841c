using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the constructor that registration calls.</summary>
internal static class ServiceParser
{
    public static EquatableArray<ServiceModel> Parse(ParseState state)
    {
        if (state.Type.IsStatic || state.Type.IsAbstract)
            return EquatableArray<ServiceModel>.Empty;
        var constructors = state.Type.InstanceConstructors
            .Where(c => !(c.IsImplicitlyDeclared && c.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, state.Type)))
            .ToList();
        var constructor = Choose(constructors, state.CancellationToken);
        if (constructor is null)
        {
            var reason = constructors.Any(IsReachable) ? "has several constructors that could be meant: leave one public constructor" : "has no constructor that the container can call: leave one public constructor";
            state.Report(RuleIds.AmbiguousConstructor, Anchor.Class, state.Type.Name, reason);
            return EquatableArray<ServiceModel>.Empty;
        }
        if (constructor.Parameters.FirstOrDefault(p => p.RefKind is RefKind.Ref or RefKind.Out) is { } byReference)
            state.Report(RuleIds.AmbiguousConstructor, Anchor.Class, state.Type.Name, $"has a constructor whose parameter '{byReference.Name}' is passed by reference: take it by value");
        if (RequiredMembers.FirstUnset(constructor) is { } required)
            state.Report(RuleIds.AmbiguousConstructor, Anchor.Class, state.Type.Name, $"has a required member '{required}', which nobody sets: take it in the constructor");
        foreach (var parameter in constructor.Parameters)
            state.NoteUnknown(parameter.Type);
        return constructor.Parameters
            .Select(p => new ServiceModel(p.Name, state.Types.Describe(p.Type), Key(p)))
            .ToEquatableArray();
    }

    // The only public one, then the only one that generated code can reach, then the primary one.
    private static IMethodSymbol? Choose(List<IMethodSymbol> constructors, CancellationToken cancellationToken)
    {
        var shown = constructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToList();
        if (shown.Count == 0)
            shown = constructors.Where(IsReachable).ToList();
        return shown.Count == 1
            ? shown[0]
            : shown.FirstOrDefault(c => c.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is TypeDeclarationSyntax);
    }

    private static bool IsReachable(IMethodSymbol constructor) =>
        constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static string? Key(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "FromKeyedServicesAttribute" && attribute.ConstructorArguments is [{ Kind: not (TypedConstantKind.Array or TypedConstantKind.Error) } key])
                return key.ToCSharpString();
        }
        return null;
    }
}
