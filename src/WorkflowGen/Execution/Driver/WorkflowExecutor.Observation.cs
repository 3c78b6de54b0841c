namespace WorkflowGen.Execution;

// What a test sees of a run that stands still. Nothing here is asked in production.
public abstract partial class WorkflowExecutor
{
    /// <summary>Looks at the run, unless it is being driven, commits, or is over.</summary>
    /// <returns>How many steps are under way, none of them on a thread that drives, and what the run waits for; null: it does not stand still.</returns>
    internal ExecutorRest? Look()
    {
        // Whoever counts from 0 to 1 is the driver: for as long as this takes, that is the one who looks.
        if (Interlocked.CompareExchange(ref _events, 1, 0) != 0)
            return null;
        ExecutorRest? rest = _finished || _commitUnderWay ? null : new ExecutorRest(_inFlight, Waits());
        if (Interlocked.CompareExchange(ref _events, 0, 1) == 1)
            return rest;

        // Something has happened meanwhile, and was left to this driver.
        if (_context is { } context)
            ExecutionContext.Run(context, static executor => ((WorkflowExecutor)executor!).Drive(own: 1), this);
        else
            Drive(own: 1);
        return null;
    }

    /// <summary>Whether nobody drives the run.</summary>
    internal bool IsIdle => Volatile.Read(ref _events) == 0;

    /// <summary>The nodes that wait for a time or a signal. Only for whoever drives.</summary>
    internal IReadOnlyList<NodeWait> Waits()
    {
        var waits = new List<NodeWait>();
        for (var i = 0; i < Definition.NodeArray.Length; i++)
        {
            ref var node = ref _nodes[i];
            var isSignal = Definition.NodeArray[i].Kind == NodeKind.Signal;
            if (node.Status == NodeStatus.Waiting)
                waits.Add(new NodeWait(i, isSignal, node.DueTicks));
            else if (node.Status == NodeStatus.Open && isSignal)
                waits.Add(new NodeWait(i, true, Never));
        }
        return waits;
    }
}

/// <summary>A run that stands still.</summary>
/// <param name="InFlight">How many attempts are under way: suspended in what the steps wait for.</param>
/// <param name="Waits">What its nodes wait for.</param>
internal sealed record ExecutorRest(int InFlight, IReadOnlyList<NodeWait> Waits);

/// <summary>A node that waits.</summary>
/// <param name="Node">Which.</param>
/// <param name="IsSignal">Whether for a signal; if not, for a time only.</param>
/// <param name="DueTicks">Until when; <see cref="long.MaxValue"/>: for ever.</param>
internal readonly record struct NodeWait(int Node, bool IsSignal, long DueTicks);
