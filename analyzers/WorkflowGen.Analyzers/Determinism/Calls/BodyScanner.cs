using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WorkflowGen.Analyzers.Determinism.Hazards;
using WorkflowGen.Analyzers.Determinism.Libraries;

namespace WorkflowGen.Analyzers.Determinism.Calls;

/// <summary>
/// Walks the operations of one member's code, once: hazards go to the sink, calls become edges. Lambdas are read where they are written (who makes one hands it to
/// someone who runs it); local functions are members of their own, reached when they are called.
/// </summary>
internal sealed partial class BodyScanner(
    Compilation compilation, SourceTypes types, ReferencedLibraries libraries, Assignments assignments, Func<SyntaxTree, SemanticModel> modelOf, ISymbol member, CancellationToken cancellation)
{
    private readonly HazardSink _sink = new(compilation, types, libraries, assignments, modelOf, member);
    private readonly List<CallEdge> _edges = [];
    private bool _writesOwnState;

    public BodySummary ToSummary() =>
        new(_sink.Found.OrderBy(h => h.Location.SourceSpan.Start).ToImmutableArray(), _edges.ToImmutableArray(), _writesOwnState);

    public void ScanBody(SyntaxNode syntax)
    {
        if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree))
        {
            return;
        }

        if (member is IMethodSymbol synchronized && (synchronized.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0)
        {
            _sink.Add(BlockingHazards.Synchronized(synchronized, synchronized.Locations.FirstOrDefault() ?? syntax.GetLocation()));
        }

        if (modelOf(syntax.SyntaxTree).GetOperation(syntax, cancellation) is { } body)
        {
            if (member is IMethodSymbol { IsAsync: true, ReturnsVoid: true } method)
            {
                _sink.Add(BlockingHazards.AsyncVoid(method, method.Locations.FirstOrDefault() ?? syntax.GetLocation()));
            }

            Walk(body);
        }
    }

    private void Walk(IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var operation = open.Pop();
            if (operation is INameOfOperation or ITypeOfOperation or ISizeOfOperation
                || (operation is ILocalFunctionOperation && operation != root)
                || IsExpressionTree(operation))
            {
                continue;
            }

            _sink.Check(operation);
            AddEdges(operation);
            foreach (var child in operation.ChildOperations.Reverse())
            {
                open.Push(child);
            }
        }
    }

    // A lambda that becomes an expression tree is data for a query provider, not code that runs here.
    private static bool IsExpressionTree(IOperation operation) =>
        operation is IConversionOperation { Operand: IAnonymousFunctionOperation, Type: { } type } && IsExpression(type)
        || operation is IAnonymousFunctionOperation { Parent: IConversionOperation { Type: { } converted } } && IsExpression(converted);

    private static bool IsExpression(ITypeSymbol type) => type.SelfAndBases().Any(t => t.IsNamed("System.Linq.Expressions.Expression"));

    private void AddEdges(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                AddCall(call.TargetMethod, call.Instance, call, call.IsVirtual, call.ConstrainedToType);
                AddFormatting(call);
                if (KnownApis.CreatedByActivator(call) is { } instantiated)
                {
                    AddEdge(new(EdgeKind.Create, instantiated, Use.LocationOf(call), instantiated));
                }

                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                AddDirect(constructor, operation);
                break;
            case ITypeParameterObjectCreationOperation { Type: { } created }:
                AddEdge(new(EdgeKind.Create, created, Use.LocationOf(operation), created));
                break;
            case IPropertyReferenceOperation property:
                AddProperty(property);
                break;
            case IFieldReferenceOperation { Field: { IsConst: false } field }:
                AddDirect(field, operation);
                break;
            case IEventReferenceOperation @event:
                AddDirect(@event.Event, operation);
                AddAccessor(@event.Event.AddMethod, @event.Instance, operation);
                AddAccessor(@event.Event.RemoveMethod, @event.Instance, operation);
                break;
            case IMethodReferenceOperation reference:
                AddCall(reference.Method, reference.Instance, operation, reference.IsVirtual, reference.ConstrainedToType);
                break;
            default:
                AddLanguageEdges(operation);
                break;
        }

        AddSyntaxEdges(operation);
        NoteOwnState(operation);
    }

    private void AddProperty(IPropertyReferenceOperation reference)
    {
        var (reads, writes) = Use.Of(reference);
        if (reads)
        {
            AddAccessor(AccessorOf(reference.Property, p => p.GetMethod), reference.Instance, reference);
        }

        if (writes)
        {
            AddAccessor(AccessorOf(reference.Property, p => p.SetMethod), reference.Instance, reference);
        }
    }

    // An override may have only one of the two accessors; the other is inherited.
    private static IMethodSymbol? AccessorOf(IPropertySymbol property, Func<IPropertySymbol, IMethodSymbol?> accessor)
    {
        for (IPropertySymbol? current = property; current is not null; current = current.OverriddenProperty)
        {
            if (accessor(current) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private void AddAccessor(IMethodSymbol? accessor, IOperation? instance, IOperation at)
    {
        if (accessor is not null)
        {
            AddCall(accessor, instance, at, instance is not null && !Use.IsBase(instance), (at as IMemberReferenceOperation)?.ConstrainedToType);
        }
    }

    private void AddCall(IMethodSymbol method, IOperation? instance, IOperation at, bool isVirtual, ITypeSymbol? constrained = null)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return;
        }

        var location = Use.LocationOf(at);
        var onService = instance is not null && _sink.IsWorkflowState(instance);
        if (instance is null)
        {
            var isAbstract = method.IsAbstract || method.IsVirtual;
            AddEdge(new(isAbstract && constrained is not null ? EdgeKind.Virtual : EdgeKind.Direct, method, location, constrained));
            return;
        }

        var (receiver, isExact) = Use.ActualType(instance);
        AddEdge(new(
            isVirtual || receiver?.TypeKind is TypeKind.Interface or TypeKind.TypeParameter ? EdgeKind.Virtual : EdgeKind.Direct,
            method, location, receiver, isExact, StaticStateHazards.SharedHolder(instance), onService));
    }

    private void AddDirect(ISymbol target, IOperation at) => AddEdge(new(EdgeKind.Direct, target, Use.LocationOf(at)));

    private void AddDirect(ISymbol? target, SyntaxNode at)
    {
        if (target is IMethodSymbol { IsStatic: false } and ({ IsVirtual: true } or { IsAbstract: true } or { IsOverride: true }) and { ContainingType: { } type } method)
        {
            AddEdge(new(EdgeKind.Virtual, method, at.GetLocation(), type));
        }
        else if (target is not null)
        {
            AddEdge(new(EdgeKind.Direct, target, at.GetLocation()));
        }
    }

    private void AddEdge(CallEdge edge)
    {
        // Most calls go to the framework. What leads anywhere: own members and those of a library with a summary, and framework members on a receiver that is or may become such a type.
        if (IsFollowed(edge.Target) || (edge.Receiver is { } receiver && (receiver.TypeKind == TypeKind.TypeParameter || IsFollowed(receiver))))
        {
            _edges.Add(edge);
        }
    }

    private bool IsFollowed(ISymbol symbol) => IsHere(symbol) || libraries.Has(symbol);

    private bool IsHere(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);
}
