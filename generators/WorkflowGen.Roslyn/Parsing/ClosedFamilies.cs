using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>
/// Finds closed families: abstract types that nobody outside the compilation can derive from, and all concrete types below them.
/// </summary>
internal sealed class ClosedFamilies(Compilation compilation, TypeDescriber types, CancellationToken cancellationToken)
{
    private readonly Dictionary<ITypeSymbol, ImmutableArray<INamedTypeSymbol>> _cases = new(SymbolEqualityComparer.Default);

    /// <summary>The family of a base type, as seen by a parameter that takes some of its cases; null: it is not closed.</summary>
    public FamilyModel? Of(ITypeSymbol family, ITypeSymbol taken)
    {
        if (family is not INamedTypeSymbol named)
            return null;
        if (!_cases.TryGetValue(named, out var cases))
            _cases[named] = cases = IsClosed(named) ? CasesOf(named) : default;
        if (cases.IsDefaultOrEmpty)
            return null;
        var covered = Enumerable.Range(0, cases.Length).Where(i => IsOrDerivesFrom(cases[i], taken)).ToEquatableArray();
        return covered.Count == 0 ? null : new(types.Describe(named), cases.Select(types.Describe).ToEquatableArray(), covered);
    }

    /// <summary>The concrete types below an abstract one, whether or not somebody else could add to them.</summary>
    public ImmutableArray<INamedTypeSymbol> CasesBelow(INamedTypeSymbol family) => CasesOf(family);

    // A type that cannot be seen outside has no need of a private constructor; a record's own ones cannot be called from a class.
    private bool IsClosed(INamedTypeSymbol type)
    {
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) || !(type.IsAbstract || type.TypeKind == TypeKind.Interface))
            return false;
        if (!IsVisibleOutside(type))
            return true;
        return type.TypeKind == TypeKind.Class && (type.IsRecord || type.InstanceConstructors.All(c =>
            c.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal));
    }

    private static bool IsVisibleOutside(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
                return false;
        }
        return true;
    }

    // Level by level: what derives from the base, then what derives from that.
    private ImmutableArray<INamedTypeSymbol> CasesOf(INamedTypeSymbol family)
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default) { family };
        var level = new List<INamedTypeSymbol> { family };
        while (level.Count > 0)
        {
            var names = DerivedTypeNames.Of(compilation, level.Select(t => t.Name), cancellationToken);
            if (names.Count == 0)
                break;
            var candidates = compilation.GetSymbolsWithName(names.Contains, SymbolFilter.Type, cancellationToken).OfType<INamedTypeSymbol>().ToList();
            var next = new List<INamedTypeSymbol>();
            foreach (var parent in level)
            {
                foreach (var candidate in candidates)
                {
                    if (Below(candidate, parent) is { } below && found.Add(below))
                        next.Add(below);
                }
            }
            level = next;
        }
        return found.Where(t => !t.IsAbstract && t.TypeKind is TypeKind.Class or TypeKind.Struct)
            .OrderBy(t => t.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(t => t.DeclaringSyntaxReferences.FirstOrDefault()?.Span.Start)
            .ToImmutableArray();
    }

    // The candidate as it derives from the parent: Ok<T> : Outcome<T> is Ok<int> below Outcome<int>.
    private static INamedTypeSymbol? Below(INamedTypeSymbol candidate, INamedTypeSymbol parent)
    {
        foreach (var above in candidate.Interfaces.Concat(candidate.BaseType is { } direct ? [direct] : Enumerable.Empty<INamedTypeSymbol>()))
        {
            if (!SymbolEqualityComparer.Default.Equals(above.OriginalDefinition, parent.OriginalDefinition))
                continue;
            if (!candidate.IsGenericType)
                return SymbolEqualityComparer.Default.Equals(above, parent) ? candidate : null;
            var arguments = new ITypeSymbol?[candidate.TypeParameters.Length];
            for (var i = 0; i < above.TypeArguments.Length; i++)
            {
                if (above.TypeArguments[i] is ITypeParameterSymbol parameter && SymbolEqualityComparer.Default.Equals(parameter.DeclaringType, candidate))
                    arguments[parameter.Ordinal] = parent.TypeArguments[i];
                else if (!SymbolEqualityComparer.Default.Equals(above.TypeArguments[i], parent.TypeArguments[i]))
                    return null;
            }
            return arguments.All(a => a is not null) ? candidate.Construct(arguments!) : null;
        }
        return null;
    }

    private static bool IsOrDerivesFrom(INamedTypeSymbol type, ITypeSymbol ancestor)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, ancestor))
                return true;
        }
        return ancestor.TypeKind == TypeKind.Interface && type.AllInterfaces.Contains(ancestor, SymbolEqualityComparer.Default);
    }
}
