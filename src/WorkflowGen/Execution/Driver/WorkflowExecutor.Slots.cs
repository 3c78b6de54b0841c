using System.Globalization;

namespace WorkflowGen.Execution;

// Elements of an [Each] are attempted, retried, timed and committed as nodes are. For that each has, while it is under way, a slot behind the nodes in _nodes; who only passes an index on need not know which it is.
// There are never more slots than elements under way at once, however many there are in all.
public abstract partial class WorkflowExecutor
{
    private NumberPool _freeSlots;
    private int _slots;

    private bool IsElement(int index) => index >= Definition.NodeArray.Length && index != _undoing;

    /// <summary>The definition of a node, or of the node whose element has the slot.</summary>
    private NodeDefinition DefinitionOf(int index)
    {
        var nodes = Definition.NodeArray;
        if ((uint)index < (uint)nodes.Length)
            return nodes[index];
        var owner = nodes[_nodes[index].Owner];
        return index == _undoing ? owner.Undo : owner;
    }

    /// <summary>What records about it say.</summary>
    private NodeKey KeyOf(int index)
    {
        if (index == _undoing)
            return _armed![^1].Key;
        return IsElement(index)
            ? new NodeKey(_nodes[index].Owner, _nodes[_nodes[index].Owner].Round, _nodes[index].Element)
            : new NodeKey(index, _nodes[index].Round);
    }

    /// <summary>What messages and failures call it: <c>Price</c>, <c>Price[17]</c>.</summary>
    private string NameOf(int index) => IsElement(index)
        ? string.Create(CultureInfo.InvariantCulture, $"{DefinitionOf(index).Name}[{_nodes[index].Element}]")
        : DefinitionOf(index).Name;

    private bool Begin(int index, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        if (index == _undoing)
        {
            var captured = _armed![^1].Captured!;
            return captured is WorkflowExecutor child ? BeginChildUndo(child, continuation) : BeginCompensation(_nodes[index].Owner, captured, step, cancellationToken, continuation);
        }
        return Definition.HasChildren && _journal is null && DefinitionOf(index).Child is { } started
            ? BeginChild(index, started, step, cancellationToken, continuation)
            : Call(index, step, cancellationToken, continuation);
    }

    private bool Call(int index, StepContext? step, CancellationToken cancellationToken, Action continuation)
    {
        ref var slot = ref _nodes[index];
        return IsElement(index)
            ? CallElement(slot.Owner, slot.Element, slot.Window, step, cancellationToken, continuation)
            : CallStep(index, step, cancellationToken, continuation);
    }

    private void End(int index)
    {
        ref var slot = ref _nodes[index];
        if (index == _undoing)
        {
            if (_armed![^1].Captured is WorkflowExecutor)
                EndChildUndo();
            else
                EndCompensation(slot.Owner);
        }
        else if (IsElement(index))
            EndElement(slot.Owner, slot.Element, slot.Window);
        else
            EndStep(index);
    }

    /// <summary>A slot for an element, which has not begun. May move <see cref="_nodes"/>.</summary>
    private int TakeSlot(int owner, int element, int window)
    {
        if (!_freeSlots.TryTake(out var index))
        {
            index = _slots++;
            if (index == _nodes.Length)
                Array.Resize(ref _nodes, index + Math.Max(8, index / 2));
        }
        ref var slot = ref _nodes[index];
        slot.Owner = owner;
        slot.Element = element;
        slot.Window = window;
        slot.Status = NodeStatus.Pending;
        slot.Attempt = 0;
        slot.Pulse = null;
        return index;
    }

    /// <summary>The element is done with. What still stands in a queue or a commit under its number finds nothing to do.</summary>
    private void FreeSlot(int index)
    {
        LeaveLimit(index);
        ref var slot = ref _nodes[index];
        var definition = Definition.NodeArray[slot.Owner];
        slot.Owner = -1;
        slot.Status = NodeStatus.Pending;
        if (definition.LocksElements)
            UnlockElement(index, definition);
        _freeSlots.Return(index);
    }

    private void ResetSlots()
    {
        // What a run that failed has left in them.
        for (var i = Definition.NodeArray.Length; i < _slots; i++)
        {
            _nodes[i].Status = NodeStatus.Pending;
            _nodes[i].Owner = -1;
        }
        _slots = Definition.NodeArray.Length;
        _freeSlots.Clear();
    }
}
