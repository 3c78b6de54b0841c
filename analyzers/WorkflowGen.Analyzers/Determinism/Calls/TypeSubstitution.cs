using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>What the type parameters stand for on the way to a generic member, so that <c>T.Now()</c> can be followed to the T that was given.</summary>
internal sealed class TypeSubstitution
{
    // A method that calls itself with List<T> would otherwise make new types without end.
    private const int DeepestType = 6;

    private readonly ImmutableDictionary<ISymbol, ITypeSymbol> _arguments;

    private TypeSubstitution(ImmutableDictionary<ISymbol, ITypeSymbol> arguments) => _arguments = arguments;

    public static TypeSubstitution None { get; } =
        new(ImmutableDictionary.Create<ISymbol, ITypeSymbol>(SymbolEqualityComparer.Default));

    /// <summary>The substitution within a member's body; a local function also sees that of the member around it.</summary>
    public TypeSubstitution Into(ISymbol member)
    {
        var arguments = member is IMethodSymbol { MethodKind: MethodKind.LocalFunction } ? _arguments : None._arguments;
        if (member is IMethodSymbol method)
        {
            arguments = Add(arguments, method.OriginalDefinition.TypeParameters, method.TypeArguments);
        }

        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            arguments = Add(arguments, type.OriginalDefinition.TypeParameters, type.TypeArguments);
        }

        return arguments.IsEmpty ? None : new(arguments);
    }

    public ITypeSymbol Apply(ITypeSymbol type)
    {
        if (_arguments.IsEmpty)
        {
            return type;
        }

        var result = Apply(type, 0);
        return Depth(result) > DeepestType ? type : result;
    }

    public ISymbol Apply(ISymbol symbol)
    {
        if (_arguments.IsEmpty || symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            return symbol;
        }

        var member = symbol;
        if (symbol.ContainingType is { IsGenericType: true } containing && Apply(containing) is INamedTypeSymbol constructed
            && !SymbolEqualityComparer.Default.Equals(containing, constructed))
        {
            member = constructed.GetMembers(symbol.Name)
                .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, symbol.OriginalDefinition)) ?? symbol;
        }

        return symbol is IMethodSymbol { IsGenericMethod: true } generic && member is IMethodSymbol method
            ? method.OriginalDefinition.Arity == generic.TypeArguments.Length
                ? method.ConstructedFrom.Construct([.. generic.TypeArguments.Select(Apply)])
                : symbol
            : member;
    }

    private static ImmutableDictionary<ISymbol, ITypeSymbol> Add(
        ImmutableDictionary<ISymbol, ITypeSymbol> map, ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments)
    {
        for (var i = 0; i < parameters.Length && i < arguments.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(parameters[i], arguments[i]))
            {
                map = map.SetItem(parameters[i], arguments[i]);
            }
        }

        return map;
    }

    private ITypeSymbol Apply(ITypeSymbol type, int depth) => type switch
    {
        _ when depth > DeepestType => type,
        ITypeParameterSymbol parameter => _arguments.TryGetValue(parameter, out var argument) ? argument : parameter,
        INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false } named when named.TypeArguments.Length == named.ConstructedFrom.Arity =>
            Construct(named, depth),
        _ => type,
    };

    private ITypeSymbol Construct(INamedTypeSymbol type, int depth)
    {
        var arguments = type.TypeArguments.Select(a => Apply(a, depth + 1)).ToArray();
        return arguments.SequenceEqual(type.TypeArguments, SymbolEqualityComparer.Default) ? type : type.ConstructedFrom.Construct(arguments);
    }

    private static int Depth(ITypeSymbol type)
    {
        var deepest = 0;
        var open = new System.Collections.Generic.Stack<(ITypeSymbol Type, int Depth)>();
        open.Push((type, 1));
        while (open.Count > 0 && deepest <= DeepestType)
        {
            var (current, depth) = open.Pop();
            deepest = System.Math.Max(deepest, depth);
            if (current is INamedTypeSymbol named)
            {
                foreach (var argument in named.TypeArguments)
                {
                    open.Push((argument, depth + 1));
                }
            }
        }

        return deepest;
    }
}
