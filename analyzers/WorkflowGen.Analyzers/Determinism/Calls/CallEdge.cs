using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Calls;

internal enum EdgeKind
{
    /// <summary>Exactly the target: static, constructor, <c>base.</c>, an initialiser.</summary>
    Direct,

    /// <summary>Whatever overrides or implements the target for the receiver.</summary>
    Virtual,

    /// <summary>An object of the receiver's type is handed on as the target (an interface or base class), whose members may then be called.</summary>
    HandedOn,

    /// <summary>The parameterless constructor of the receiver's type, which may be a type parameter.</summary>
    Create,

    /// <summary>The Dispose or DisposeAsync of the receiver's type.</summary>
    Dispose,

    /// <summary>The ToString by which the receiver's type becomes text.</summary>
    Format,
}

/// <summary>A member that an edge leads to.</summary>
/// <param name="AndOverrides">The member is another assembly's, and what overrides it there may be meant as well.</param>
internal readonly record struct CallTarget(ISymbol Member, bool AndOverrides = false);

/// <summary>One place in a body from which other code of the compilation is reached.</summary>
/// <param name="Receiver">The type on which the target is called, as far as it is known there.</param>
/// <param name="SharedState">The static field that holds the receiver, as a message names it, or null.</param>
/// <param name="OnService">The receiver is a service or state of the workflow: in a decision the call itself is the finding.</param>
internal sealed record CallEdge(
    EdgeKind Kind, ISymbol Target, Location Location, ITypeSymbol? Receiver = null, bool IsExact = false, string? SharedState = null, bool OnService = false);
