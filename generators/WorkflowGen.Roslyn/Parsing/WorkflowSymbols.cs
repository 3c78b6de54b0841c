using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>The symbols behind a model, for analyzers: what an anchor's indices stand for. The generator drops it, so that nothing of a compilation is kept alive.</summary>
internal sealed record WorkflowSymbols(
    INamedTypeSymbol Type,
    IMethodSymbol? Run,
    ImmutableArray<IParameterSymbol> Inputs,
    ImmutableArray<IMethodSymbol> Steps,
    ImmutableArray<ITypeSymbol?> Results,
    ImmutableArray<IMethodSymbol> Guards,
    ImmutableArray<ISymbol> Members);
