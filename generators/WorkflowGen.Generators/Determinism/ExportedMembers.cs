using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism;

namespace WorkflowGen.Generators.Determinism;

/// <summary>The members of a compilation that code of another assembly can name, or that run when it names something else.</summary>
internal static class ExportedMembers
{
    public static IEnumerable<ISymbol> Of(IAssemblySymbol assembly)
    {
        var hasFriends = assembly.HasAttribute("System.Runtime.CompilerServices.InternalsVisibleToAttribute");
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                switch (member)
                {
                    case INamespaceSymbol space:
                        open.Push(space);
                        break;
                    case INamedTypeSymbol type when HasCode(type) && IsVisible(type, hasFriends):
                        open.Push(type);
                        break;
                    case IMethodSymbol method when IsCallable(method) && (IsVisible(method, hasFriends) || !method.ExplicitInterfaceImplementations.IsEmpty):
                        yield return method;
                        break;
                    case IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } or IEventSymbol when IsVisible(member, hasFriends):
                        yield return member;
                        break;
                }
            }
        }
    }

    private static bool HasCode(INamedTypeSymbol type) => type.TypeKind is not (TypeKind.Enum or TypeKind.Delegate or TypeKind.Error);

    private static bool IsCallable(IMethodSymbol method) => method.MethodKind is not (MethodKind.StaticConstructor or MethodKind.Destructor);

    private static bool IsVisible(ISymbol member, bool hasFriends) => member.DeclaredAccessibility switch
    {
        Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => hasFriends,
        _ => false,
    };
}
