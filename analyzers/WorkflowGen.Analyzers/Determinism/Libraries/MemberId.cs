using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Libraries;

/// <summary>What a member is called in a summary: the same in its own source, in an assembly, and in a reference assembly.</summary>
internal static class MemberId
{
    /// <summary>Its documentation comment id. That of a member of an extension block has a number in it which differs between source and assembly: such a one is called as it is displayed.</summary>
    public static string? Of(ISymbol member) => member.ContainingType is { } type && type.IsExtensionBlock()
        ? "X:" + member.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)
        : member.OriginalDefinition.GetDocumentationCommentId();
}
