using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>What the language calls without a call being written: operators, conversions, loops, disposal, patterns, awaiting, deconstruction, text.</summary>
internal sealed partial class BodyScanner
{
    private void AddLanguageEdges(IOperation operation)
    {
        switch (operation)
        {
            case IConversionOperation conversion:
                AddOperator(conversion.OperatorMethod, operation);
                AddHandedOn(conversion);
                break;
            case IBinaryOperation binary:
                AddOperator(binary.OperatorMethod, operation);
                AddConditionalOperators(binary);
                AddConcatenation(binary);
                break;
            case IUnaryOperation unary:
                AddOperator(unary.OperatorMethod, operation);
                break;
            case IIncrementOrDecrementOperation increment:
                AddOperator(increment.OperatorMethod, operation);
                break;
            case ICompoundAssignmentOperation compound:
                AddOperator(compound.OperatorMethod, operation);
                AddOperator(compound.InConversion.MethodSymbol, operation);
                AddOperator(compound.OutConversion.MethodSymbol, operation);
                AddFormat(compound.Type?.SpecialType == SpecialType.System_String ? compound.Value : null);
                break;
            case IRangeOperation or IWithOperation or IRecursivePatternOperation or IListPatternOperation or ISlicePatternOperation or IImplicitIndexerReferenceOperation:
                AddPattern(operation);
                break;
            case IUsingOperation @using:
                AddDisposal(@using.Resources, @using.IsAsynchronous);
                break;
            case IUsingDeclarationOperation @using:
                AddDisposal(@using.DeclarationGroup, @using.IsAsynchronous);
                break;
            case IVariableInitializerOperation { Syntax: EqualsValueClauseSyntax pinned } when pinned.Parent?.Parent?.Parent is FixedStatementSyntax:
                AddDirect(operation.SemanticModel?.GetTypeInfo(pinned.Value).Type?.SelfAndBases().SelectMany(t => t.GetMembers("GetPinnableReference")).FirstOrDefault(), operation.Syntax);
                break;
            case IInterpolationOperation interpolation:
                AddFormat(interpolation.Expression);
                break;
        }
    }

    private void AddOperator(IMethodSymbol? method, IOperation at)
    {
        if (method is not null)
        {
            AddEdge(new(method.IsAbstract || method.IsVirtual ? EdgeKind.Virtual : EdgeKind.Direct, method, Use.LocationOf(at), OperandType(at)));
        }
    }

    // An operator that an interface declares is called on the type of the operands.
    private static ITypeSymbol? OperandType(IOperation at) => at switch
    {
        IBinaryOperation binary => binary.LeftOperand.Type,
        IUnaryOperation unary => unary.Operand.Type,
        IIncrementOrDecrementOperation increment => increment.Target.Type,
        ICompoundAssignmentOperation compound => compound.Target.Type,
        IConversionOperation { Operand.Type: ITypeParameterSymbol parameter } => parameter,
        IConversionOperation conversion => conversion.Type,
        _ => null,
    };

    // a && b on a type of one's own asks for a's operator false (or true) first.
    private void AddConditionalOperators(IBinaryOperation binary)
    {
        if (binary is { OperatorMethod: { } method, OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr })
        {
            foreach (var test in method.ContainingType.GetMembers().OfType<IMethodSymbol>().Where(m => m.Name is "op_True" or "op_False"))
            {
                AddOperator(test, binary);
            }
        }
    }

    private void AddConcatenation(IBinaryOperation binary)
    {
        if (binary is { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null, Type.SpecialType: SpecialType.System_String })
        {
            AddFormat(binary.LeftOperand);
            AddFormat(binary.RightOperand);
        }
    }

    private void AddFormat(IOperation? value)
    {
        if (value is not null && Use.ActualType(value).Type is { SpecialType: SpecialType.None } type)
        {
            AddEdge(new(EdgeKind.Format, type, Use.LocationOf(value), type));
        }
    }

    // The framework's own methods that turn their arguments into text.
    private void AddFormatting(IInvocationOperation call)
    {
        if (call.TargetMethod.ContainingType is { } type && !IsHere(type)
            && (type.SpecialType == SpecialType.System_String || type.FullName() is "System.Text.StringBuilder" or "System.Convert" or "System.Console"))
        {
            foreach (var argument in call.Arguments)
            {
                if (argument.Value is IArrayCreationOperation { Initializer: { } elements })
                {
                    foreach (var element in elements.ElementValues)
                    {
                        AddFormat(element);
                    }
                }
                else
                {
                    AddFormat(argument.Value);
                    AddElementFormat(argument.Value);
                }
            }
        }
    }

    // string.Join(",", amounts)
    private void AddElementFormat(IOperation value)
    {
        var type = Use.Unconverted(value).Type;
        var element = type is IArrayTypeSymbol array ? array.ElementType
            : type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence ? sequence.TypeArguments[0]
            : type?.AllInterfaces.FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];
        if (element is { SpecialType: SpecialType.None })
        {
            AddEdge(new(EdgeKind.Format, element, Use.LocationOf(value), element));
        }
    }

    // Whoever is given the object as an interface or base class may call what that declares.
    private void AddHandedOn(IConversionOperation conversion)
    {
        if (conversion is { OperatorMethod: null, IsImplicit: var isImplicit, Operand: var operand, Type: INamedTypeSymbol { SpecialType: SpecialType.None } to }
            && to.TypeKind is TypeKind.Interface or TypeKind.Class
            && Use.Unconverted(operand).Type is { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.TypeParameter } from
            && Use.Unconverted(operand) is not IInstanceReferenceOperation
            && !SymbolEqualityComparer.Default.Equals(from, to)
            && (isImplicit || conversion.Conversion.IsReference)
            && (from.TypeKind == TypeKind.TypeParameter || IsFollowed(from))
            && (to.TypeKind == TypeKind.Interface || !IsHere(to)))
        {
            AddEdge(new(EdgeKind.HandedOn, to, Use.LocationOf(operand), from));
        }
    }

    private void AddPattern(IOperation operation)
    {
        ISymbol?[] symbols = operation switch
        {
            IRangeOperation range => [range.Method],
            IRecursivePatternOperation pattern => [pattern.DeconstructSymbol],
            IListPatternOperation list => [list.LengthSymbol, list.IndexerSymbol],
            ISlicePatternOperation slice => [slice.SliceSymbol],
            IImplicitIndexerReferenceOperation indexer => [indexer.LengthSymbol, indexer.IndexerSymbol],
            IWithOperation with => [CopyConstructor(with)],
            _ => [],
        };
        foreach (var symbol in symbols)
        {
            AddDirect(symbol is IPropertySymbol { GetMethod: { } getter } ? getter : symbol, operation.Syntax);
        }
    }

    private static IMethodSymbol? CopyConstructor(IWithOperation with) =>
        (with.Type as INamedTypeSymbol)?.InstanceConstructors.FirstOrDefault(c =>
            !c.IsImplicitlyDeclared && c.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, with.Type));

    private void AddDisposal(IOperation resources, bool isAsynchronous)
    {
        var values = resources is IVariableDeclarationGroupOperation group
            ? group.Declarations.SelectMany(d => d.Declarators).Select(d => (d.Symbol.Type, Value: d.Initializer?.Value ?? d.GetVariableInitializer()?.Value, d.Syntax))
            : [(resources.Type!, (IOperation?)resources, resources.Syntax)];
        foreach (var (declared, value, syntax) in values)
        {
            var type = value is null ? declared : Use.ActualType(value).Type ?? declared;
            if (type is not null && compilation.GetTypeByMetadataName(isAsynchronous ? "System.IAsyncDisposable" : "System.IDisposable")?.GetMembers().FirstOrDefault() is { } method)
            {
                AddEdge(new(EdgeKind.Dispose, method, syntax.GetLocation(), type));
            }
        }
    }

    private void AddSyntaxEdges(IOperation operation)
    {
        var model = operation.SemanticModel;
        switch (operation)
        {
            case IForEachLoopOperation { Syntax: CommonForEachStatementSyntax loop } when model is not null:
                AddLoop(model, loop);
                break;
            case IAwaitOperation { Syntax: AwaitExpressionSyntax await } when model is not null:
                AddAwaiter(model.GetAwaitExpressionInfo(await), await.AwaitKeyword.Parent!);
                break;
            case IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax assignment } when model is not null:
                AddDeconstruction(model.GetDeconstructionInfo(assignment), assignment);
                break;
            default:
                if (operation.Syntax is CollectionExpressionSyntax collection && operation is not (IConversionOperation or IArgumentOperation))
                {
                    AddCollection(collection, operation);
                }

                break;
        }
    }

    private void AddLoop(SemanticModel model, CommonForEachStatementSyntax loop)
    {
        var info = model.GetForEachStatementInfo(loop);
        var source = model.GetOperation(loop.Expression, cancellation) is { } collection ? Use.ActualType(collection).Type : null;
        AddOn(source, info.GetEnumeratorMethod, loop.Expression);
        AddDirect(info.MoveNextMethod, loop.Expression);
        AddDirect(info.CurrentProperty?.GetMethod, loop.Expression);
        if (info.GetEnumeratorMethod?.ReturnType is { } enumerator && info.DisposeMethod is not null)
        {
            AddEdge(new(EdgeKind.Dispose, info.DisposeMethod, loop.Expression.GetLocation(), enumerator));
        }

        AddDirect(info.ElementConversion.MethodSymbol, loop.Expression);
        AddDirect(info.CurrentConversion.MethodSymbol, loop.Expression);
        if (loop is ForEachVariableStatementSyntax variables)
        {
            AddDeconstruction(model.GetDeconstructionInfo(variables), variables.Variable);
        }
    }

    private void AddOn(ITypeSymbol? receiver, IMethodSymbol? method, SyntaxNode at)
    {
        if (method is { IsStatic: false } && receiver is not null)
        {
            AddEdge(new(EdgeKind.Virtual, method, at.GetLocation(), receiver));
        }
        else
        {
            AddDirect(method, at);
        }
    }

    private void AddAwaiter(AwaitExpressionInfo info, SyntaxNode at)
    {
        AddDirect(info.GetAwaiterMethod, at);
        AddDirect(info.IsCompletedProperty?.GetMethod, at);
        AddDirect(info.GetResultMethod, at);
        foreach (var method in info.GetAwaiterMethod?.ReturnType.GetMembers().OfType<IMethodSymbol>().Where(m => m.Name is "OnCompleted" or "UnsafeOnCompleted") ?? [])
        {
            AddDirect(method, at);
        }
    }

    private void AddDeconstruction(DeconstructionInfo info, SyntaxNode at)
    {
        var open = new Stack<DeconstructionInfo>();
        open.Push(info);
        while (open.Count > 0)
        {
            var current = open.Pop();
            AddDirect(current.Method, at);
            AddDirect(current.Conversion?.MethodSymbol, at);
            foreach (var nested in current.Nested)
            {
                open.Push(nested);
            }
        }
    }

    // Read from the syntax: the compiler that these rules are built against has no operation for collection expressions yet.
    private void AddCollection(CollectionExpressionSyntax collection, IOperation operation)
    {
        if (operation.SemanticModel is not { } model)
        {
            return;
        }

        if ((model.GetTypeInfo(collection).ConvertedType ?? operation.Type) is INamedTypeSymbol type)
        {
            foreach (var method in CollectionMembers(type))
            {
                AddDirect(method, collection);
            }
        }

        foreach (var element in collection.Elements)
        {
            if (element is SpreadElementSyntax spread && model.GetTypeInfo(spread.Expression).Type is { } spreadType)
            {
                AddEnumeration(spreadType, spread.Expression);
            }

            var expression = element switch
            {
                SpreadElementSyntax s => s.Expression,
                ExpressionElementSyntax e => e.Expression,
                _ => null,
            };
            if (expression is not null && !operation.ChildOperations.Any() && model.GetOperation(expression, cancellation) is { } child)
            {
                Walk(child);
            }
        }
    }

    private void AddEnumeration(ITypeSymbol type, SyntaxNode at)
    {
        foreach (var getEnumerator in type.SelfAndBases().SelectMany(t => t.GetMembers("GetEnumerator")).OfType<IMethodSymbol>().Where(m => m.Parameters.IsEmpty))
        {
            AddOn(type, getEnumerator, at);
            foreach (var member in getEnumerator.ReturnType.GetMembers().OfType<IMethodSymbol>().Where(m => m.Name is "MoveNext" or "get_Current"))
            {
                AddDirect(member, at);
            }
        }
    }

    private IEnumerable<IMethodSymbol> CollectionMembers(INamedTypeSymbol type)
    {
        foreach (var builder in type.GetAttributes().Where(a => a.AttributeClass.IsNamed("System.Runtime.CompilerServices.CollectionBuilderAttribute")))
        {
            if (builder.ConstructorArguments is { Length: 2 } arguments && arguments[0].Value is INamedTypeSymbol owner && arguments[1].Value is string name)
            {
                return owner.GetMembers(name).OfType<IMethodSymbol>();
            }
        }

        return IsFollowed(type)
            ? [.. type.InstanceConstructors.Where(c => c.Parameters.IsEmpty), .. type.SelfAndBases().SelectMany(t => t.GetMembers("Add")).OfType<IMethodSymbol>()]
            : [];
    }
}
