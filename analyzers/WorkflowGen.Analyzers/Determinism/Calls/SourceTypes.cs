using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>Who overrides and who implements what in the compilation. Built when it is first asked for: most code calls nothing virtual.</summary>
internal sealed class SourceTypes(Compilation compilation)
{
    private readonly Lazy<Index> _index = new(() => new Index(compilation), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The methods that override this one directly or further down.</summary>
    public IEnumerable<IMethodSymbol> OverridesOf(IMethodSymbol method)
    {
        var open = new Stack<IMethodSymbol>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        open.Push(method.OriginalDefinition);
        while (open.Count > 0)
        {
            if (_index.Value.Overrides.TryGetValue(open.Pop(), out var overrides))
            {
                foreach (var found in overrides.Where(o => seen.Add(o)))
                {
                    open.Push(found);
                    yield return found;
                }
            }
        }
    }

    /// <summary>The classes and structs that implement the interface, not counting abstract ones.</summary>
    public IReadOnlyList<INamedTypeSymbol> ImplementationsOf(INamedTypeSymbol type) =>
        _index.Value.Implementations.TryGetValue(type.OriginalDefinition, out var types) ? types : [];

    /// <summary>Whether a workflow is of this type or derives from it.</summary>
    public bool IsWorkflowOrBase(INamedTypeSymbol type) => _index.Value.Workflows.Contains(type.OriginalDefinition);

    private sealed class Index
    {
        public Index(Compilation compilation)
        {
            foreach (var type in SymbolFacts.AllTypes(compilation.Assembly.GlobalNamespace))
            {
                AddOverrides(type);
                AddImplementations(type);
                if (type.HasAttribute(KnownAttributes.Workflow))
                {
                    AddWorkflow(type);
                }
            }
        }

        public Dictionary<ISymbol, List<IMethodSymbol>> Overrides { get; } = new(SymbolEqualityComparer.Default);

        public Dictionary<ISymbol, List<INamedTypeSymbol>> Implementations { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<ISymbol> Workflows { get; } = new(SymbolEqualityComparer.Default);

        private void AddOverrides(INamedTypeSymbol type)
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (method.OverriddenMethod is { } overridden)
                {
                    Add(Overrides, overridden.OriginalDefinition, method);
                }
            }
        }

        private void AddImplementations(INamedTypeSymbol type)
        {
            if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract)
            {
                return;
            }

            foreach (var definition in type.AllInterfaces.Select(i => i.OriginalDefinition).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
            {
                Add(Implementations, definition, type);
            }
        }

        private void AddWorkflow(INamedTypeSymbol type)
        {
            for (INamedTypeSymbol? current = type; current is not null && Workflows.Add(current.OriginalDefinition); current = current.BaseType)
            {
            }
        }

        private static void Add<T>(Dictionary<ISymbol, List<T>> map, ISymbol key, T value)
        {
            if (!map.TryGetValue(key, out var list))
            {
                map.Add(key, list = []);
            }

            list.Add(value);
        }
    }
}
