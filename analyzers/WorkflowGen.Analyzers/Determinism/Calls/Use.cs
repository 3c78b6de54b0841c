using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>Small questions about how an operation is used.</summary>
internal static class Use
{
    /// <summary>What a reader points at: <c>Guid.NewGuid</c> of a call, without its arguments.</summary>
    public static Location LocationOf(IOperation operation) => LocationOf(operation.Syntax);

    public static Location LocationOf(SyntaxNode syntax)
    {
        var span = syntax switch
        {
            InvocationExpressionSyntax invocation => invocation.Expression.Span,
            ObjectCreationExpressionSyntax creation => TextSpan.FromBounds(creation.SpanStart, creation.Type.Span.End),
            ImplicitObjectCreationExpressionSyntax creation => TextSpan.FromBounds(creation.SpanStart, creation.ArgumentList.Span.End),
            ElementAccessExpressionSyntax access => access.Expression.Span,
            LockStatementSyntax statement => statement.LockKeyword.Span,
            AwaitExpressionSyntax await => await.AwaitKeyword.Span,
            CommonForEachStatementSyntax loop => loop.Expression.Span,
            _ => syntax.Span,
        };
        return Location.Create(syntax.SyntaxTree, span);
    }

    /// <summary>Whether a reference to a property, field or element is read, written, or both.</summary>
    public static (bool Reads, bool Writes) Of(IOperation reference)
    {
        var target = reference;
        while (target.Parent is ITupleOperation tuple)
        {
            target = tuple;
        }

        return target.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == target => (false, true),
            IDeconstructionAssignmentOperation deconstruction when deconstruction.Target == target => (false, true),
            ICompoundAssignmentOperation compound when compound.Target == target => (true, true),
            ICoalesceAssignmentOperation coalesce when coalesce.Target == target => (true, true),
            IIncrementOrDecrementOperation => (true, true),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref } => (true, true),
            IArgumentOperation { Parameter.RefKind: RefKind.Out } => (false, true),
            _ => (true, false),
        };
    }

    public static bool IsBase(IOperation instance) => instance.Syntax is BaseExpressionSyntax;

    public static IOperation Unconverted(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null, Operand: not IInterpolatedStringOperation } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The most that is known of a value's type: that of the object made in a local's or readonly field's initialiser, where its declared type is an abstraction.</summary>
    public static (ITypeSymbol? Type, bool IsExact) ActualType(IOperation value)
    {
        var inner = Unconverted(value);
        for (var steps = 0; steps < 8; steps++)
        {
            switch (inner)
            {
                case IObjectCreationOperation or ITypeParameterObjectCreationOperation:
                    return (inner.Type, true);
                case ILocalReferenceOperation { Local: { } local, Type: { } type } when IsAbstraction(type) && InitialValueOf(local, inner.SemanticModel) is { } initial:
                    inner = Unconverted(initial);
                    continue;
                case IFieldReferenceOperation { Field: { IsReadOnly: true } field, Type: { } type } when IsAbstraction(type) && InitialValueOf(field, inner.SemanticModel) is { } initial:
                    inner = Unconverted(initial);
                    continue;
            }

            break;
        }

        return (inner.Type ?? value.Type, false);
    }

    private static bool IsAbstraction(ITypeSymbol type) => type.TypeKind == TypeKind.Interface || type is { TypeKind: TypeKind.Class, IsSealed: false };

    private static IOperation? InitialValueOf(ISymbol variable, SemanticModel? model)
    {
        if (model is null || variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            || declarator.SyntaxTree != model.SyntaxTree)
        {
            return null;
        }

        // Assigned again, the variable may hold something else.
        var scope = variable is ILocalSymbol ? declarator.FirstAncestorOrSelf<BlockSyntax>() ?? declarator.SyntaxTree.GetRoot() : declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var isAssigned = scope?.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a =>
            a.Left is IdentifierNameSyntax name ? name.Identifier.ValueText == variable.Name
            : a.Left is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == variable.Name) ?? true;
        return isAssigned ? null : model.GetOperation(value);
    }
}
