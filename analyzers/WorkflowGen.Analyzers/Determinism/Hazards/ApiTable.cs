using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>One row: members of a type that break a rule.</summary>
internal sealed record ApiEntry(string RuleId, string Advice, Zone Zones, string Type, ImmutableArray<string> Members)
{
    // "*" every member, "-Name" but this one; ".ctor()" without parameters, ".ctor(*)" with; "Name(Type)" with a parameter of that type.
    public bool Matches(ISymbol symbol)
    {
        var name = NameOf(symbol);
        if (Members.Contains("-" + name))
        {
            return false;
        }

        return Members.Contains(name) || Members.Contains("*")
            || (symbol is IMethodSymbol method && Members.Any(m => m.StartsWith(name + "(", StringComparison.Ordinal) && HasParameters(method, m)));
    }

    private static string NameOf(ISymbol symbol) => symbol is IMethodSymbol { AssociatedSymbol: { } associated } ? associated.Name : symbol.Name;

    private static bool HasParameters(IMethodSymbol method, string pattern)
    {
        var wanted = pattern.Substring(pattern.IndexOf('(')).Trim('(', ')');
        return wanted switch
        {
            "" => method.Parameters.IsEmpty,
            "*" => !method.Parameters.IsEmpty,
            _ => method.Parameters.Any(p => p.Type.Name == wanted),
        };
    }
}

/// <summary>The framework's members that differ from run to run, by type. Types are told apart by full name and must not be the user's own.</summary>
internal static partial class ApiTable
{
    private static readonly ImmutableDictionary<string, ImmutableArray<ApiEntry>> s_byType =
        Clock.Concat(Randomness).Concat(Environment).Concat(Scheduling).Concat(State).Concat(HashCodes).Concat(Culture)
            .GroupBy(e => e.Type, StringComparer.Ordinal)
            .ToImmutableDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);

    private static readonly HashSet<string> s_simpleNames = [.. s_byType.Keys.Select(k => k.Substring(k.LastIndexOf('.') + 1))];

    public static IEnumerable<ApiEntry> EntriesFor(ISymbol symbol)
    {
        if (symbol.ContainingType is { } type && s_simpleNames.Contains(type.Name) && s_byType.TryGetValue(type.FullName(), out var entries))
        {
            // The first that matches: a row that names a member comes before one that takes all.
            foreach (var entry in entries)
            {
                if (entry.Matches(symbol))
                {
                    yield return entry;
                    yield break;
                }
            }
        }
    }

    private static IEnumerable<ApiEntry> Rule(string id, string advice, params string[] rows) => Rule(id, advice, Zone.Both, rows);

    // A row is "Namespace.Type: Member Member".
    private static IEnumerable<ApiEntry> Rule(string id, string advice, Zone zones, params string[] rows) =>
        rows.Select(row => row.Split(':')).Select(parts =>
            new ApiEntry(id, advice, zones, parts[0].Trim(), parts[1].Split([' '], StringSplitOptions.RemoveEmptyEntries).ToImmutableArray()));
}
