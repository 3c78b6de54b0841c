using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>What handoff types are written as: their members with types, what may be missing, the values of enums. In words, to be compared and no more.</summary>
internal sealed class HandoffContracts(Compilation compilation, TypeDescriber types, CancellationToken cancellationToken)
{
    private const int MaxTypes = 1000;

    /// <returns>A line for each type of the user's; of the framework's the name says all.</returns>
    public string Of(IEnumerable<ITypeSymbol> handoffs)
    {
        var text = new StringBuilder();
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<ITypeSymbol>(handoffs);
        while (open.Count > 0 && seen.Count < MaxTypes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var type = open.Dequeue();
            if (!seen.Add(type))
                continue;
            if (type is IArrayTypeSymbol array)
                open.Enqueue(array.ElementType);
            if (type is not INamedTypeSymbol named)
                continue;
            foreach (var argument in named.TypeArguments)
                open.Enqueue(argument);
            if (!IsOfTheFramework(named))
                Append(text, named, open);
        }
        return text.ToString();
    }

    /// <summary>Eight hexadecimal digits that change when what the type is written as does.</summary>
    public string HashOf(ITypeSymbol type)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "\n" + Of([type])));
        return string.Concat(hash.Take(4).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private void Append(StringBuilder text, INamedTypeSymbol type, Queue<ITypeSymbol> open)
    {
        text.Append("type ").Append(TypeDescriber.Qualified(type)).Append(':');
        AppendAttributes(text, type);
        if (type.TypeKind == TypeKind.Enum)
        {
            foreach (var member in type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).OrderBy(f => f.Name, StringComparer.Ordinal))
                text.Append(' ').Append(member.Name).Append('=').Append(Convert.ToString(member.ConstantValue, CultureInfo.InvariantCulture));
            text.Append('\n');
            return;
        }
        foreach (var (member, of) in Members(type).OrderBy(m => m.Member.Name, StringComparer.Ordinal))
        {
            text.Append(' ').Append(member.Name).Append(':').Append(of.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).Append(TypeDescriber.MayBeNull(of) ? "?" : "");
            if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                text.Append('!');
            AppendAttributes(text, member);
            open.Enqueue(of);
        }
        foreach (var constructor in type.InstanceConstructors.Where(c => c.Parameters.Length > 0 && c.DeclaredAccessibility == Accessibility.Public))
            text.Append(" (").Append(string.Join(",", constructor.Parameters.Select(p => p.Name + (p.HasExplicitDefaultValue ? "=" : "")))).Append(')');
        text.Append('\n');
        if (type.IsAbstract)
        {
            foreach (var @case in new ClosedFamilies(compilation, types, cancellationToken).CasesBelow(type))
                open.Enqueue(@case);
        }
    }

    private static IEnumerable<(ISymbol Member, ITypeSymbol Type)> Members(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && !IsOfTheFramework(current); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } property && (property.DeclaredAccessibility == Accessibility.Public || IsIncluded(property)))
                    yield return (property, property.Type);
                else if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field && IsIncluded(field))
                    yield return (field, field.Type);
            }
        }
    }

    private static bool IsIncluded(ISymbol member) => member.GetAttributes().Any(a => a.AttributeClass?.Name == "JsonIncludeAttribute");

    // How it is written: names, converters, cases.
    private static void AppendAttributes(StringBuilder text, ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type || !type.Name.StartsWith("Json", StringComparison.Ordinal))
                continue;
            text.Append('[').Append(type.Name);
            foreach (var argument in attribute.ConstructorArguments)
                text.Append(' ').Append(argument.Kind == TypedConstantKind.Array ? "" : Convert.ToString(argument.Value, CultureInfo.InvariantCulture));
            foreach (var argument in attribute.NamedArguments)
                text.Append(' ').Append(argument.Key).Append('=').Append(argument.Value.Kind == TypedConstantKind.Array ? "" : Convert.ToString(argument.Value.Value, CultureInfo.InvariantCulture));
            text.Append(']');
        }
    }

    private static bool IsOfTheFramework(INamedTypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None)
            return true;
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is { IsGlobalNamespace: false, Name: "System" };
    }
}
