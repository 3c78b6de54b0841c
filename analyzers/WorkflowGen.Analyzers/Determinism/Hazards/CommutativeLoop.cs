using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Calls;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

/// <summary>A loop whose body comes to the same whatever the order: it only adds whole numbers up, counts, finds the largest or least of them, or fills a set or dictionary.</summary>
internal static class CommutativeLoop
{
    public static bool Is(IForEachLoopOperation loop)
    {
        var open = new Stack<IOperation>();
        open.Push(loop.Body);
        var changes = 0;
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case IBlockOperation block:
                    Push(open, block.Operations);
                    break;
                case IExpressionStatementOperation statement:
                    if (!IsCommutative(statement.Operation))
                    {
                        return false;
                    }

                    changes++;
                    break;
                case IConditionalOperation conditional when IsExtreme(conditional):
                    changes++;
                    break;
                case IConditionalOperation { WhenTrue: { } whenTrue, WhenFalse: var whenFalse, Condition: var condition } when !HasEffect(condition):
                    open.Push(whenTrue);
                    if (whenFalse is not null)
                    {
                        open.Push(whenFalse);
                    }

                    break;
                case IEmptyOperation or IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.Break }:
                    break;
                case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: null or { ConstantValue.HasValue: true } } or IThrowOperation:
                    changes++;
                    break;
                case IVariableDeclarationGroupOperation locals when !HasEffect(locals):
                    break;
                default:
                    return false;
            }
        }

        return changes > 0;
    }

    private static void Push(Stack<IOperation> open, IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
        {
            open.Push(operation);
        }
    }

    private static bool IsCommutative(IOperation operation) => operation switch
    {
        IIncrementOrDecrementOperation { Type: { } type } => IsExact(type),
        ICompoundAssignmentOperation { Type: { } type, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.And or BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr, Target: ILocalReferenceOperation, Value: var value } =>
            (IsExact(type) || type.SpecialType == SpecialType.System_Boolean) && !HasEffect(value),
        ICompoundAssignmentOperation { Type: { } type, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { Type: { } holder } } target, Value: var value } =>
            IsExact(type) && UnorderedSources.IsHashedType(holder) && !HasEffect(target) && !HasEffect(value),
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value.ConstantValue.HasValue: true } => true,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: IInvocationOperation { TargetMethod: { Name: "Max" or "Min", ContainingType: var math, ReturnType.SpecialType: not SpecialType.System_Decimal }, Arguments: { Length: 2 } arguments } }
            when math.FullName() == "System.Math" => IsOneOf(local, arguments[0].Value, arguments[1].Value) || IsOneOf(local, arguments[1].Value, arguments[0].Value),
        IInvocationOperation { TargetMethod.Name: "Add" or "Push" or "Enqueue", Instance: ILocalReferenceOperation list } when UnorderedFlow.IsSortedLater(list) => true,
        IThrowOperation => true,
        IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "Remove", Instance: { Type: { } type } } call =>
            (UnorderedSources.IsHashedType(type) || type.Name.StartsWith("Sorted", System.StringComparison.Ordinal)) && call.Arguments.All(a => !HasEffect(a.Value)),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { Type: { } type } }, Value: var value } =>
            (UnorderedSources.IsHashedType(type) || type.Name.StartsWith("Sorted", System.StringComparison.Ordinal)) && !HasEffect(value),
        _ => false,
    };

    // if (x > most) most = x; of whole numbers, of which equal ones are the same.
    private static bool IsExtreme(IConditionalOperation conditional)
    {
        var then = conditional.WhenTrue is IBlockOperation { Operations: { Length: 1 } operations } ? operations[0] : conditional.WhenTrue;
        return conditional is { WhenFalse: null, Condition: IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual } comparison }
            && then is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local, Type.SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 }, Value: var value } }
            && (IsSame(comparison.LeftOperand, value) && IsOneOf(local, comparison.RightOperand, value) || IsSame(comparison.RightOperand, value) && IsOneOf(local, comparison.LeftOperand, value));
    }

    private static bool IsSame(IOperation one, IOperation other) => one.Syntax.IsEquivalentTo(other.Syntax, topLevel: false);

    // The local itself, and beside it a value that does not depend on it.
    private static bool IsOneOf(ILocalSymbol local, IOperation reference, IOperation beside) =>
        Use.Unconverted(reference) is ILocalReferenceOperation { Local: var named } && SymbolEqualityComparer.Default.Equals(named, local) && !HasEffect(beside)
        && !UnorderedFlow.Descendants(beside).OfType<ILocalReferenceOperation>().Any(r => SymbolEqualityComparer.Default.Equals(r.Local, local));

    private static bool IsExact(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_Decimal;

    private static bool HasEffect(IOperation value)
    {
        var open = new Stack<IOperation>();
        open.Push(value);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (operation is IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation)
            {
                return true;
            }

            Push(open, operation.ChildOperations);
        }

        return false;
    }
}
