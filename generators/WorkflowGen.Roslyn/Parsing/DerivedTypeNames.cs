using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>
/// Finds, by text, the names of types whose base list names one of certain types. A tree is read once, however many compilations it is part of: asking each
/// type of a compilation for its base would bind all of them, on each edit.
/// </summary>
internal static class DerivedTypeNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<string>>> Known = new();

    /// <summary>More names than are meant, perhaps, but none is missing.</summary>
    public static HashSet<string> Of(Compilation compilation, IEnumerable<string> bases, CancellationToken cancellationToken)
    {
        var wanted = new HashSet<string>(bases, StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var derived = Known.GetValue(tree, t => Read(t, cancellationToken));
            if (derived.Count == 0)
                continue;
            foreach (var name in wanted)
            {
                if (derived.TryGetValue(name, out var found))
                    names.UnionWith(found);
            }
        }
        return names;
    }

    private static Dictionary<string, List<string>> Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var derived = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        var root = tree.GetRoot(cancellationToken);
        foreach (var node in root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: { } alias } && node.ChildNodes().OfType<TypeSyntax>().LastOrDefault() is { } target)
            {
                aliases[alias] = LastName(target);
                continue;
            }
            if (node is not TypeDeclarationSyntax { BaseList: { } list } declaration)
                continue;
            foreach (var parent in list.Types)
            {
                var name = LastName(parent.Type);
                Add(aliases.TryGetValue(name, out var meant) ? meant : name, declaration.Identifier.ValueText);
            }
        }
        return derived;

        void Add(string parent, string name)
        {
            if (!derived.TryGetValue(parent, out var names))
                derived[parent] = names = [];
            names.Add(name);
        }
    }

    private static string LastName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax { Right: var right } => right.Identifier.ValueText,
        AliasQualifiedNameSyntax { Name: var name } => name.Identifier.ValueText,
        _ => "",
    };
}
