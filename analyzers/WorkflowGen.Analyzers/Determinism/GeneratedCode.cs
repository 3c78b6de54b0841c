using System;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>Files that a generator wrote: nobody can edit them, so nothing is reported in them and calls are not followed into them.</summary>
internal static class GeneratedCode
{
    public static bool Is(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
