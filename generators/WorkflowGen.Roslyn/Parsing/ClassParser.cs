using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the class itself: its name, the types around it, and the attribute's arguments.</summary>
internal static class ClassParser
{
    public static WorkflowModel Parse(ParseState state)
    {
        var type = state.Type;
        CheckForm(state);
        var (name, version, context, failFast) = ParseAttribute(state);
        state.WorkflowName = name;
        return new()
        {
            Namespace = type.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() : "",
            ContainingTypes = ContainingTypes(type).Select(t => new ContainingTypeModel(Keyword(t), Escaped(t.Name), TypeParameters(t))).ToEquatableArray(),
            TypeName = Escaped(type.Name),
            TypeKeyword = Keyword(type),
            TypeParameters = TypeParameters(type),
            Accessibility = SyntaxFacts.GetText(type.DeclaredAccessibility),
            TakenNames = TakenNames.Of(type, state.CancellationToken),
            Name = name,
            Version = version,
            FailFast = failFast,
            Queue = QueueOf(type),
            IsFileLocal = IsFileLocal(type),
            JsonContext = context,
        };
    }

    private static string? QueueOf(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) == "Queue")
                return AttributeArguments.Constructor<string>(attribute, 0) ?? "";
        }
        return null;
    }

    private static void CheckForm(ParseState state)
    {
        var type = state.Type;
        if (!IsPartial(type, state.CancellationToken))
            state.Report(RuleIds.NotPartial, Anchor.Class, type.Name);
        if (type.IsStatic)
            state.Report(RuleIds.StaticWorkflow, Anchor.Class, type.Name);
        else if (type.IsAbstract)
            state.Report(RuleIds.AbstractWorkflow, Anchor.Class, type.Name);
        if (type.IsGenericType)
            state.Report(RuleIds.GenericWorkflow, Anchor.Class, type.Name);
        if (IsFileLocal(type))
            state.Report(RuleIds.FileLocalWorkflow, Anchor.Class, type.Name);
        foreach (var outer in ContainingTypes(type))
        {
            if (!IsPartial(outer, state.CancellationToken))
                state.Report(RuleIds.ContainingTypeNotPartial, state.AnchorOf(outer), type.Name, outer.Name);
        }
    }

    private static bool IsFileLocal(INamedTypeSymbol type) => type.IsFileLocal || ContainingTypes(type).Any(static t => t.IsFileLocal);

    private static (string Name, int Version, string? JsonContext, bool FailFast) ParseAttribute(ParseState state)
    {
        var name = state.Type.Name;
        var version = 1;
        string? context = null;
        var failFast = true;
        foreach (var attribute in state.Type.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) != "Workflow")
                continue;

            if (attribute.ConstructorArguments is [{ Value: string given }, ..])
            {
                name = given;
                if (!WorkflowNames.IsValid(given))
                    state.Report(RuleIds.InvalidWorkflowName, Anchor.Class.On("Workflow", "name"), given, state.Type.Name);
            }
            foreach (var argument in attribute.NamedArguments)
            {
                if (argument is { Key: "Version", Value.Value: int number })
                {
                    version = number;
                    if (number < 1)
                        state.Report(RuleIds.InvalidVersion, Anchor.Class.On("Workflow", "Version"), number.ToString(System.Globalization.CultureInfo.InvariantCulture), name);
                }
                else if (argument is { Key: "FailFast", Value.Value: bool stops })
                {
                    failFast = stops;
                }
                else if (argument is { Key: "JsonContext", Value.Value: INamedTypeSymbol contextType })
                {
                    if (state.NoteUnknown(contextType))
                        continue;
                    if (ContextComplaint(state, contextType) is { } complaint)
                        state.Report(RuleIds.InvalidJsonContext, Anchor.Class.On("Workflow", "JsonContext"), TypeDescriber.Display(contextType), name, complaint);
                    else
                        context = TypeDescriber.Qualified(contextType);
                }
            }
        }

        // A class whose name is not ASCII needs a name of its own: the name is a key in stores and may become part of a path.
        if (name == state.Type.Name && !WorkflowNames.IsValid(name) && name.Length > 0 && state.Findings.All(f => f.RuleId != RuleIds.InvalidWorkflowName))
            state.Report(RuleIds.InvalidWorkflowName, Anchor.Class, name, state.Type.Name);
        return (name, version, context, failFast);
    }

    // The client stands beside the workflow, and the executor in it: both name the context, from another file than the author's.
    private static string? ContextComplaint(ParseState state, INamedTypeSymbol context)
    {
        if (!IsJsonContext(context))
            return "does not derive from JsonSerializerContext";
        if (context.IsFileLocal)
            return "is local to its file, and generated code is in another";
        var beside = (ISymbol?)state.Type.ContainingType ?? state.Compilation.Assembly;
        return state.Compilation.IsSymbolAccessibleWithin(context, beside) ? null : "cannot be reached by the generated client beside the workflow: make it internal or public";
    }

    private static bool IsJsonContext(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current is { Name: "JsonSerializerContext", ContainingNamespace: { Name: "Serialization", ContainingNamespace.Name: "Json" } })
                return true;
        }
        return false;
    }

    internal static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
                return true;
        }
        return false;
    }

    private static IEnumerable<INamedTypeSymbol> ContainingTypes(INamedTypeSymbol type)
    {
        var outer = new Stack<INamedTypeSymbol>();
        for (var current = type.ContainingType; current is not null; current = current.ContainingType)
            outer.Push(current);
        return outer;
    }

    private static string TypeParameters(INamedTypeSymbol type) =>
        type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(t => Escaped(t.Name)))}>";

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) is SyntaxKind.RecordKeyword or SyntaxKind.FileKeyword
            ? "@" + name
            : name;
}
