namespace WorkflowGen.Execution;

// What holds a step back that could start otherwise: another step of the run ([Exclusive]), or the steps of other runs ([Limit]). Neither is recorded: after a crash it is decided anew who goes first, but that a step
// which has failed an attempt, and what is up to a later step (Until), has the lock still.
public abstract partial class WorkflowExecutor
{
    private readonly ExclusiveLock[] _locks;
    private LimitTicket? _granted;

    /// <summary>Attempts in line for a limit: the run is not idle while there are any.</summary>
    private int _inLine;

    /// <summary>A ticket's turn has come. Any thread.</summary>
    internal void OnLimitFree(LimitTicket ticket)
    {
        var drives = Interlocked.Increment(ref _events) == 1;
        LimitTicket? head;
        do
        {
            head = Volatile.Read(ref _granted);
            ticket.Next = head;
        }
        while (Interlocked.CompareExchange(ref _granted, ticket, head) != head);
        if (drives)
            DriveInContext();
    }

    private void TakeGranted()
    {
        var ticket = Interlocked.Exchange(ref _granted, null);
        while (ticket is not null)
        {
            var rest = ticket.Next;
            ticket.Next = null;
            _taken++;
            ref var node = ref _nodes[ticket.Index];
            if (ReferenceEquals(node.Ticket, ticket) && node.Status == NodeStatus.Held)
            {
                _inLine--;
                node.Status = NodeStatus.Ready;
                _ready.Enqueue(ticket.Index);
            }
            ticket = rest;
        }
    }

    private int DiscardGranted()
    {
        var count = 0;
        for (var ticket = Interlocked.Exchange(ref _granted, null); ticket is not null; ticket = ticket.Next)
            count++;
        return count;
    }

    /// <summary>An attempt is about to begin. False: it is in line for its limit.</summary>
    private bool EnterLimit(int index, LimitPolicy policy)
    {
        ref var node = ref _nodes[index];
        if (node.Ticket is not null)
            return true; // it was in line, and its turn has come
        var limits = _journal?.Limits ?? StepLimits.OfProcess(_time);
        var limit = limits.Of(policy.Name);
        node.IsElsewhere = false;
        node.Ticket = new LimitTicket(this, index, policy, limit);
        if (limits.Shared is { } shared && _journal?.Lease is { } lease)
            node.Ticket.Place = new SharedPlace(shared, node.Ticket, lease, _journal.PlaceOf(KeyOf(index), node.Attempt + 1));
        if (limit.TryEnter(node.Ticket))
            return true;
        node.Status = NodeStatus.Held;
        _inLine++;
        return false;
    }

    /// <summary>The attempt has ended, or is not to begin.</summary>
    private void LeaveLimit(int index)
    {
        ref var node = ref _nodes[index];
        if (node.Transaction is not null)
            LeaveTransaction(index);
        if (node.Ticket is not { } ticket)
            return;
        node.Ticket = null;
        var wasIn = ticket.Limit.Leave(ticket);
        if (node.Status != NodeStatus.Held)
            return;
        _inLine--;
        _attemptAbandoned |= wasIn; // it is being told so right now: that must not reach another run
    }

    /// <summary>A step's turn has come. False: another one is in the lock, and it is in line.</summary>
    private bool TryLock(int index, NodeDefinition definition)
    {
        var held = _locks[definition.Lock];
        if (held.Runner == index)
            return true;
        if (held.Runner < 0 && Admits(held, index))
        {
            held.Runner = index;
            return true;
        }
        _nodes[index].Status = NodeStatus.Held;
        _nodes[index].IsElsewhere = false;
        held.InLine.Add(index);
        return false;
    }

    /// <summary>Whether no other section is under way, from a step that has completed to the one named in its Until.</summary>
    private bool Admits(ExclusiveLock held, int index) =>
        held.Sections.Count == 0 || Array.BinarySearch(Definition.NodeArray[held.Sections[^1]].Section, IsElement(index) ? _nodes[index].Owner : index) >= 0;

    /// <summary>The node has settled, or is not to begin: what it kept others out of is free, unless that is up to a later step.</summary>
    private void Unlock(int index, NodeDefinition definition)
    {
        if (definition.Lock >= 0)
        {
            var held = _locks[definition.Lock];
            if (held.Runner == index)
                held.Runner = -1;
            held.InLine.Remove(index);
            if (_nodes[index].Status == NodeStatus.Completed && definition.ExclusiveUntil is >= 0 and var until && !_nodes[until].IsSettled && !held.Sections.Contains(index))
                held.Sections.Add(index);
            LetIn(held);
        }
        foreach (var ended in definition.EndsSections)
        {
            var held = _locks[Definition.NodeArray[ended].Lock];
            if (held.Sections.Remove(ended))
                LetIn(held);
        }
    }

    /// <summary>An element has ended, or is not to begin.</summary>
    private void UnlockElement(int index, NodeDefinition definition)
    {
        var held = _locks[definition.Lock];
        if (held.Runner == index)
            held.Runner = -1;
        else
            held.InLine.Remove(index);
        LetIn(held);
    }

    private void LetIn(ExclusiveLock held)
    {
        for (var i = 0; held.Runner < 0 && i < held.InLine.Count; i++)
        {
            var next = held.InLine[i];
            if (!Admits(held, next))
                continue;
            held.InLine.RemoveAt(i);
            held.Runner = next;
            _nodes[next].Status = NodeStatus.Ready;
            _ready.Enqueue(next);
        }
    }

    /// <summary>What has begun, by the journal, has its lock still: a step that had failed an attempt, or has a child running; such an element; and a step that has the lock for its elements.</summary>
    private void RestoreLock(int index)
    {
        var definition = DefinitionOf(index);
        if (definition.Lock >= 0 && IsElement(index) == definition.LocksElements)
            _locks[definition.Lock].Runner = index;
    }

    /// <summary>What had completed in a round before keeps others out still, if that is up to a step behind the loop.</summary>
    private void RestoreSections()
    {
        foreach (var definition in Definition.NodeArray)
        {
            if (definition.Lock < 0 || definition.ExclusiveUntil < 0 || _nodes[definition.Index].IsSettled || _nodes[definition.ExclusiveUntil].IsSettled)
                continue;
            if (Array.Exists(_loops!.Plan.Loops, l => _loops.Counts[l.Index] > 1 && LoopPlan.Contains(l, definition.Index) && !LoopPlan.Contains(l, definition.ExclusiveUntil)))
                _locks[definition.Lock].Sections.Add(definition.Index);
        }
    }

    /// <summary>Nothing is held back any more, and nobody else is kept out: the steps are over, or this executor is done with them.</summary>
    private void LetGoOfOthers()
    {
        if (!Definition.HoldsBack)
            return;
        for (var i = 0; i < _slots; i++)
        {
            LeaveLimit(i);
            if (_nodes[i].Status == NodeStatus.Held)
                _nodes[i].Status = NodeStatus.Stopped;
        }
        foreach (var held in _locks)
            held.Reset();
    }

    private static ExclusiveLock[] CreateLocks(WorkflowDefinition definition)
    {
        var locks = definition.LockCount == 0 ? [] : new ExclusiveLock[definition.LockCount];
        for (var i = 0; i < locks.Length; i++)
            locks[i] = new ExclusiveLock();
        return locks;
    }

    private sealed class ExclusiveLock
    {
        /// <summary>The step that has it, or −1.</summary>
        public int Runner { get; set; } = -1;

        /// <summary>Steps that have completed and keep others out until a later one has settled; a section within a section comes last.</summary>
        public List<int> Sections { get; } = [];

        public List<int> InLine { get; } = [];

        public void Reset()
        {
            Runner = -1;
            Sections.Clear();
            InLine.Clear();
        }
    }
}
