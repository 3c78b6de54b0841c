using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>Methods of the framework's types that change the object that they are called on.</summary>
internal static class Mutators
{
    private static readonly HashSet<string> s_names =
    [
        "Add", "AddRange", "AddFirst", "AddLast", "AddAfter", "AddBefore", "TryAdd", "AddOrUpdate", "GetOrAdd", "Insert", "InsertRange",
        "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "RemoveFirst", "RemoveLast", "RemoveWhere", "TryRemove", "TryUpdate", "TryTake", "Take", "Clear",
        "Enqueue", "Dequeue", "TryDequeue", "EnqueueDequeue", "Push", "PushRange", "Pop", "TryPop", "TryPopRange", "Sort", "Reverse",
        "UnionWith", "IntersectWith", "ExceptWith", "SymmetricExceptWith", "Set", "SetValue", "SetAll", "Append", "AppendLine", "AppendFormat", "AppendJoin",
        "Increment", "Decrement", "Exchange", "CompareExchange", "Write", "GetValue", "GetOrCreateValue", "GetOrCreate", "TryWrite",
    ];

    public static bool IsName(string method) => s_names.Contains(method);

    /// <summary>Whether the call changes its receiver. Methods of the compilation's own are judged by their bodies instead.</summary>
    public static bool Is(IMethodSymbol method, Compilation compilation) =>
        IsName(method.Name) && !method.IsExtensionMethod && method.ContainingType is { } type && type.Name != "Enumerable"
        && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
}
