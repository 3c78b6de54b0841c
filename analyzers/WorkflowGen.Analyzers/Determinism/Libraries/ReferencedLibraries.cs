using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism.Libraries;

/// <summary>The summaries of the assemblies that a compilation refers to, each read when something in it is first called.</summary>
internal sealed class ReferencedLibraries(Compilation compilation)
{
    private const string Attribute = "WorkflowGen.DeterminismSummaryAttribute";
    private const string Runtime = "WorkflowGen";

    // A reference outlives the compilation that an edit replaces, and what it refers to does not change. Nothing of a compilation is in a summary.
    private static readonly ConditionalWeakTable<MetadataReference, Read> s_read = new();

    private readonly ConcurrentDictionary<IAssemblySymbol, LibrarySummary?> _summaries = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the symbol is of another assembly that says what its members lead to.</summary>
    public bool Has(ISymbol symbol) => symbol.ContainingAssembly is { } assembly && SummaryOf(assembly) is not null;

    /// <summary>Null where the member is of this compilation, or of an assembly without a summary.</summary>
    public BodySummary? SummaryOf(CallTarget target) =>
        target.Member.ContainingAssembly is { } assembly && SummaryOf(assembly) is { } summary && MemberId.Of(target.Member) is { } id
            ? summary.Of(id, target.AndOverrides)
            : null;

    private LibrarySummary? SummaryOf(IAssemblySymbol assembly) => _summaries.TryGetValue(assembly, out var known) ? known : _summaries.GetOrAdd(assembly, Find(assembly));

    private LibrarySummary? Find(IAssemblySymbol assembly)
    {
        if (SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) || !RefersToRuntime(assembly))
        {
            return null;
        }

        return compilation.GetMetadataReference(assembly) is { } reference ? s_read.GetValue(reference, _ => new(Parse(assembly))).Summary : Parse(assembly);
    }

    // Without it there is no attribute to read: nearly all assemblies are done with here.
    private static bool RefersToRuntime(IAssemblySymbol assembly) =>
        assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => string.Equals(r.Name, Runtime, StringComparison.OrdinalIgnoreCase)));

    private static LibrarySummary? Parse(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.AttributesNamed(Attribute))
        {
            if (attribute.ConstructorArguments is { Length: 2 } arguments && arguments[0].Value is SummaryText.Format && arguments[1].Value is string text)
            {
                return SummaryText.Parse(text);
            }
        }

        return null;
    }

    private sealed record Read(LibrarySummary? Summary);
}
