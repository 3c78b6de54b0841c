using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>
/// Which members of the compilation, or of a library that says what its own lead to, an edge can lead to. A call of a virtual member leads to every override that the receiver's type allows. A call through an
/// interface leads to its implementation where there is only one (or all share one): among several it is not known which will be there.
/// </summary>
internal sealed class EdgeTargets(Compilation compilation, SourceTypes types, ReferencedLibraries libraries)
{
    public IEnumerable<CallTarget> Resolve(CallEdge edge, TypeSubstitution substitution)
    {
        var target = substitution.Apply(edge.Target);
        var receiver = edge.Receiver is null ? null : substitution.Apply(edge.Receiver);
        var found = (edge.Kind, target) switch
        {
            (EdgeKind.Virtual, IMethodSymbol method) => Dispatch(method, receiver ?? method.ContainingType, edge.IsExact),
            (EdgeKind.HandedOn, INamedTypeSymbol type) when receiver is not null => HandedOn(receiver, type),
            (EdgeKind.Create, _) when receiver is INamedTypeSymbol created => created.InstanceConstructors.Where(c => c.Parameters.IsEmpty),
            (EdgeKind.Dispose, _) when receiver is not null => DisposeOf(receiver, target.Name),
            (EdgeKind.Format, _) when receiver is not null => FormatOf(receiver),
            (EdgeKind.Direct, _) => [target],
            _ => [],
        };
        return found.Select(BodyOwner).Where(m => IsHere(m) || libraries.Has(m)).Select(m => new CallTarget(m, edge.Kind != EdgeKind.HandedOn && !edge.IsExact && MayBeOverriddenThere(m, edge.Kind, receiver)));
    }

    // Overrides in the compilation are targets of their own; those in the library are in its summary.
    private bool MayBeOverriddenThere(ISymbol member, EdgeKind kind, ITypeSymbol? receiver) =>
        kind != EdgeKind.Direct && (member.IsVirtual || member.IsAbstract || member.IsOverride) && !member.IsSealed
        && member.ContainingType is { TypeKind: TypeKind.Class, IsSealed: false } && receiver is not { IsSealed: true } and not { IsValueType: true } && !IsHere(member);

    /// <summary>Whether the member's code is in the compilation, and a person's: nobody can change what a generator wrote.</summary>
    private bool IsHere(ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, compilation.Assembly)
        && !member.OriginalDefinition.Locations.Any(l => l.SourceTree is { } tree && GeneratedCode.Is(tree));

    // The accessor of an automatic property has no code; what the property is initialised with has.
    private ISymbol BodyOwner(ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, compilation.Assembly) && member is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } accessor && MemberBodies.IsAutomatic(accessor) ? property : member;

    private IEnumerable<ISymbol> Dispatch(IMethodSymbol method, ITypeSymbol receiver, bool isExact)
    {
        if (method.ContainingType?.TypeKind == TypeKind.Interface)
        {
            return receiver.TypeKind is TypeKind.Class or TypeKind.Struct
                ? Implementation(receiver, method) is { } implementation ? Overridden(implementation, receiver, isExact) : OwnBody(method)
                : ThroughInterface(method, receiver);
        }

        return method.IsVirtual || method.IsAbstract || method.IsOverride ? Overridden(method, receiver, isExact) : [method];
    }

    private IEnumerable<ISymbol> Overridden(IMethodSymbol method, ITypeSymbol receiver, bool isExact)
    {
        var start = receiver.TypeKind is TypeKind.Class or TypeKind.Struct ? MostDerived(method, receiver) : method;
        yield return start;
        if (isExact || receiver.IsSealed || receiver.IsValueType || start.IsSealed || !(start.IsVirtual || start.IsAbstract || start.IsOverride))
        {
            yield break;
        }

        foreach (var overriding in types.OverridesOf(start))
        {
            if (receiver.TypeKind != TypeKind.Class || overriding.ContainingType.DerivesFrom(receiver) || overriding.ContainingType.DerivesFrom(start.ContainingType))
            {
                yield return overriding;
            }
        }
    }

    private static IMethodSymbol MostDerived(IMethodSymbol method, ITypeSymbol receiver)
    {
        if (!(method.IsVirtual || method.IsAbstract || method.IsOverride))
        {
            return method;
        }

        foreach (var type in receiver.SelfAndBases())
        {
            foreach (var candidate in type.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                var steps = 0;
                for (IMethodSymbol? overridden = candidate; overridden is not null && steps < 100; overridden = overridden.OverriddenMethod, steps++)
                {
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
                    {
                        return candidate;
                    }
                }
            }
        }

        return method;
    }

    private IEnumerable<ISymbol> ThroughInterface(IMethodSymbol method, ITypeSymbol receiver)
    {
        var implementing = types.ImplementationsOf(method.ContainingType);
        if (receiver is INamedTypeSymbol { TypeKind: TypeKind.Interface } narrower)
        {
            implementing = [.. implementing.Where(t => t.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, narrower.OriginalDefinition)))];
        }

        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in implementing)
        {
            found.Add(Implementation(type, method) ?? method);
        }

        return found.Count switch
        {
            0 => OwnBody(method),
            // An interface of the framework's is implemented by others, too: which one comes is not known.
            1 when IsHere(method) => found,
            _ => [],
        };
    }

    private static IEnumerable<ISymbol> OwnBody(IMethodSymbol method) => method.IsAbstract ? [] : [method];

    private static IMethodSymbol? Implementation(ITypeSymbol type, IMethodSymbol member)
    {
        foreach (var implemented in type.AllInterfaces.Where(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, member.ContainingType.OriginalDefinition)))
        {
            var constructed = implemented.GetMembers(member.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, member.OriginalDefinition));
            if (constructed is not null && type.FindImplementationForInterfaceMember(constructed) is IMethodSymbol implementation)
            {
                return implementation;
            }
        }

        return null;
    }

    private IEnumerable<ISymbol> HandedOn(ITypeSymbol receiver, INamedTypeSymbol to)
    {
        // One implementation: calls through the interface are followed where they are made.
        if (to.TypeKind == TypeKind.Interface && IsHere(to) && types.ImplementationsOf(to).Count < 2)
        {
            yield break;
        }

        var abstractions = to.TypeKind == TypeKind.Interface ? to.AllInterfaces.Insert(0, to) : to.SelfAndBases().Where(t => t.SpecialType != SpecialType.System_Object).ToImmutableArray();
        foreach (var method in abstractions.SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>().Where(m => m.IsAbstract || m.IsVirtual || m.IsOverride))
        {
            var implementation = method.ContainingType.TypeKind == TypeKind.Interface ? Implementation(receiver, method) : MostDerived(method, receiver);
            if (implementation is not null && !SymbolEqualityComparer.Default.Equals(implementation, method))
            {
                yield return implementation;
            }
        }
    }

    private IEnumerable<ISymbol> DisposeOf(ITypeSymbol receiver, string name)
    {
        foreach (var type in receiver.SelfAndBases())
        {
            if (type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.IsEmpty) is { } method)
            {
                return Dispatch(method, receiver, isExact: false);
            }
        }

        // An explicit implementation is found only through the interface.
        var disposable = compilation.GetTypeByMetadataName(name == "Dispose" ? "System.IDisposable" : "System.IAsyncDisposable");
        return disposable?.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault() is { } member ? Dispatch(member, receiver, isExact: false) : [];
    }

    private IEnumerable<ISymbol> FormatOf(ITypeSymbol receiver)
    {
        if (!SymbolEqualityComparer.Default.Equals(receiver.ContainingAssembly, compilation.Assembly) && !libraries.Has(receiver))
        {
            return [];
        }

        foreach (var type in receiver.SelfAndBases())
        {
            if (type.GetMembers("ToString").OfType<IMethodSymbol>().Where(m => !m.IsStatic && (m.Parameters.IsEmpty || m.Parameters.Length == 2)).ToArray() is { Length: > 0 } methods)
            {
                return methods.SelectMany(m => Dispatch(m, receiver, isExact: false));
            }
        }

        return [];
    }
}
