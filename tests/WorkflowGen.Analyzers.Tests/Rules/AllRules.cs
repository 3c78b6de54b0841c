using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>Every rule, analyzer and fix that is shipped, found by reflection, and the files that go with them.</summary>
internal static class AllRules
{
    public static IReadOnlyList<DiagnosticAnalyzer> Analyzers { get; } = Instances<DiagnosticAnalyzer>(typeof(Structure.NotPartialTests).Assembly, "WorkflowGen.Analyzers");

    public static IReadOnlyList<CodeFixProvider> Fixes { get; } = Instances<CodeFixProvider>(typeof(Structure.NotPartialTests).Assembly, "WorkflowGen.CodeFixes");

    public static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
        [.. Analyzers.SelectMany(a => a.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>The constants of RuleIds, by value.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } =
        Analyzers[0].GetType().Assembly.GetType("WorkflowGen.Roslyn.RuleIds", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.IsLiteral)
            .ToDictionary(f => (string)f.GetRawConstantValue()!, f => f.Name);

    /// <summary>The test classes about a rule.</summary>
    public static IEnumerable<Type> TestsOf(string id) =>
        typeof(AllRules).Assembly.GetTypes().Where(t => t.GetCustomAttributes<RuleAttribute>().Any(r => r.Id == id));

    public static string Page(string id) => Path.Combine(Root, "docs", "rules", id + ".md");

    public static string Root { get; } = FindRoot();

    private static IReadOnlyList<T> Instances<T>(Assembly tests, string name) =>
        [.. Assembly.Load(tests.GetReferencedAssemblies().Single(a => a.Name == name)).GetTypes()
            .Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (T)Activator.CreateInstance(t)!)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WorkflowGen.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
