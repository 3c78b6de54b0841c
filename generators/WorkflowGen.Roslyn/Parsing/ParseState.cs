using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>What the parts of the parser share while they read one workflow.</summary>
internal sealed class ParseState
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly ImmutableArray<ISymbol>.Builder _members = ImmutableArray.CreateBuilder<ISymbol>();

    public ParseState(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        Type = type;
        Compilation = compilation;
        CancellationToken = cancellationToken;
        WorkflowName = type.Name;
        Types = new();
        Relations = new(compilation, Types, cancellationToken);
    }

    public INamedTypeSymbol Type { get; }

    public Compilation Compilation { get; }

    public CancellationToken CancellationToken { get; }

    public TypeDescriber Types { get; }

    public HandoffRelations Relations { get; }

    /// <summary>Inputs in order.</summary>
    public ImmutableArray<IParameterSymbol> Inputs { get; set; } = ImmutableArray<IParameterSymbol>.Empty;

    /// <summary>The stable name, for messages.</summary>
    public string WorkflowName { get; set; }

    public IMethodSymbol? Run { get; set; }

    /// <summary>TOut, or null for a run that returns nothing or is not declared.</summary>
    public ITypeSymbol? RunResult { get; set; }

    /// <summary>Declarations of RunAsync that are not the contract, and the types of their parameters.</summary>
    public List<(string Parameters, string Declaration)> UnfitRuns { get; } = [];

    public bool IsIncomplete { get; set; }

    public ImmutableArray<Finding> Findings => _findings.ToImmutable();

    public ImmutableArray<ISymbol> Members => _members.ToImmutable();

    public void Report(Finding finding) => _findings.Add(finding);

    public void Report(string ruleId, Anchor anchor, params string[] arguments) => _findings.Add(Finding.Of(ruleId, anchor, arguments));

    public Anchor AnchorOf(ISymbol member)
    {
        _members.Add(member);
        return Anchor.Member(_members.Count - 1);
    }

    /// <summary>Notes a type that the compiler does not know, and says whether it is one.</summary>
    public bool NoteUnknown(ITypeSymbol symbol)
    {
        if (!KnownTypes.IsUnknown(symbol))
            return false;
        IsIncomplete = true;
        return true;
    }
}
