using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Analyzers.Handoffs;

/// <summary>Types of the framework that are no data, or that System.Text.Json cannot bring back.</summary>
internal static class UnserialisableTypes
{
    // By namespace and name of the type or of one of its bases and interfaces.
    private static readonly ImmutableDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["System.IntPtr"] = "a native-sized integer, whose meaning ends with the process",
        ["System.UIntPtr"] = "a native-sized integer, whose meaning ends with the process",
        ["System.Type"] = "a reflection object",
        ["System.Reflection.MemberInfo"] = "a reflection object",
        ["System.Reflection.ParameterInfo"] = "a reflection object",
        ["System.Reflection.Assembly"] = "a reflection object",
        ["System.Reflection.Module"] = "a reflection object",
        ["System.Exception"] = "an exception",
        ["System.Random"] = "a random number generator",
        ["System.Lazy"] = "a value that may not have been computed yet",
        ["System.WeakReference"] = "a weak reference",
        ["System.IServiceProvider"] = "a service provider",
        ["System.TimeProvider"] = "a service",
        ["System.IO.Stream"] = "a stream",
        ["System.IO.TextReader"] = "a reader",
        ["System.IO.TextWriter"] = "a writer",
        ["System.IO.BinaryReader"] = "a reader",
        ["System.IO.BinaryWriter"] = "a writer",
        ["System.IO.FileSystemInfo"] = "a handle on the file system; hand its path over",
        ["System.IO.Pipelines.PipeReader"] = "a reader",
        ["System.IO.Pipelines.PipeWriter"] = "a writer",
        ["System.Linq.Expressions.Expression"] = "an expression tree",
        ["System.Linq.IQueryable"] = "a query that has not been run",
        ["System.Linq.IGrouping"] = "a grouping, which cannot be read back",
        ["System.Linq.ILookup"] = "a look-up, which cannot be read back",
        ["System.Threading.CancellationToken"] = "a cancellation token; take one as a parameter instead",
        ["System.Threading.Tasks.Task"] = "a task, which is not finished",
        ["System.Threading.Tasks.ValueTask"] = "a task, which is not finished",
        ["System.Collections.Generic.IAsyncEnumerable"] = "an asynchronous stream",
        ["System.Collections.Generic.IAsyncEnumerator"] = "an asynchronous stream",
        ["System.Collections.Generic.IEnumerator"] = "an enumerator",
        ["System.Collections.IEnumerator"] = "an enumerator",
        ["System.Collections.Generic.PriorityQueue"] = "a queue that cannot be read back",
        ["System.Collections.Generic.IComparer"] = "a comparer",
        ["System.Collections.Generic.IEqualityComparer"] = "a comparer",
        ["System.Collections.ObjectModel.ReadOnlyCollection"] = "a read-only wrapper, which cannot be read back; use IReadOnlyList<T>",
        ["System.Collections.ObjectModel.ReadOnlyDictionary"] = "a read-only wrapper, which cannot be read back; use IReadOnlyDictionary<TKey, TValue>",
        ["System.Collections.ObjectModel.KeyedCollection"] = "a keyed collection, which cannot be read back",
        ["System.Collections.Concurrent.BlockingCollection"] = "a collection that cannot be read back",
        ["System.Collections.Concurrent.ConcurrentBag"] = "a collection that cannot be read back",
        ["System.Collections.Frozen.FrozenDictionary"] = "a frozen collection, which cannot be read back",
        ["System.Collections.Frozen.FrozenSet"] = "a frozen collection, which cannot be read back",
        ["System.Collections.BitArray"] = "a bit array, which cannot be read back",
        ["System.Collections.Specialized.NameObjectCollectionBase"] = "a collection that cannot be read back",
        ["System.Text.StringBuilder"] = "a string builder; hand the string over",
        ["System.Text.Encoding"] = "an encoding",
        ["System.Text.RegularExpressions.Regex"] = "a regular expression; hand its pattern over",
        ["System.Globalization.CultureInfo"] = "a culture; hand its name over",
        ["System.TimeZoneInfo"] = "a time zone; hand its id over",
        ["System.Net.IPAddress"] = "an address that cannot be read back; hand its text over",
        ["System.Numerics.BigInteger"] = "a number that System.Text.Json cannot read back; hand its text over",
        ["System.Numerics.Complex"] = "a number that System.Text.Json cannot read back",
        ["System.Runtime.InteropServices.SafeHandle"] = "a handle",
        ["System.Runtime.InteropServices.CriticalHandle"] = "a handle",
        ["System.Runtime.InteropServices.GCHandle"] = "a handle",
        ["System.Data.IDbConnection"] = "a database connection",
        ["System.Data.IDbCommand"] = "a database command",
        ["System.Data.IDbTransaction"] = "a database transaction",
        ["System.Data.IDataReader"] = "a reader",
        ["System.Diagnostics.Process"] = "a process",
        ["System.Diagnostics.Stopwatch"] = "a stopwatch",
        ["Microsoft.Extensions.Logging.ILogger"] = "a logger",
        ["Microsoft.Extensions.Logging.ILoggerFactory"] = "a service",
        ["Microsoft.Extensions.Configuration.IConfiguration"] = "a service",
        ["WorkflowGen.StepContext"] = "a StepContext, which belongs to one attempt of one step",
        ["System.IDisposable"] = "a disposable resource",
        ["System.IAsyncDisposable"] = "a disposable resource",
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, string> Namespaces = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["System.Threading"] = "a threading primitive",
        ["System.Threading.Channels"] = "a channel",
        ["System.Net.Http"] = "an HTTP object",
        ["System.Net.Sockets"] = "a socket",
        ["System.Reflection"] = "a reflection object",
        ["System.Linq.Expressions"] = "an expression tree",
    }.ToImmutableDictionary();

    /// <summary>What the type is, as the end of a sentence; null where nothing is known against it.</summary>
    public static string? Describe(ITypeSymbol type)
    {
        switch (type.TypeKind)
        {
            case TypeKind.Delegate:
                return "a delegate";
            case TypeKind.Pointer or TypeKind.FunctionPointer:
                return "a pointer";
        }
        if (type.IsRefLikeType)
            return "a ref struct";
        if (type is IArrayTypeSymbol { Rank: > 1 })
            return "a multi-dimensional array";
        if (type is not INamedTypeSymbol named || KnownData.IsScalar(named))
            return null;

        for (INamedTypeSymbol? current = named; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (Known.TryGetValue(Name(current), out var what))
                return what;
        }
        if (Namespaces.TryGetValue(named.ContainingNamespace?.ToDisplayString() ?? "", out var kind))
            return kind;

        // Interfaces of a type that is data otherwise: enumerators and comparers are parts of many a collection's public face, so only these count.
        foreach (var contract in named.AllInterfaces)
        {
            var name = Name(contract);
            if (name != "System.Collections.Generic.IComparer" && name != "System.Collections.Generic.IEqualityComparer" && Known.TryGetValue(name, out var what))
                return what;
        }
        return null;
    }

    private static string Name(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() + "." + type.Name : type.Name;
}
