namespace WorkflowGen.Journal;

/// <summary>What may follow the nodes of a snapshot, each at most once, with its length: only what there is to say. The numbers are stored and never change; new sections get new numbers.</summary>
internal enum SnapshotSection : byte
{
    /// <summary>A number for each node of the snapshot: its place in the order of settlement; 0: it has not settled.</summary>
    Order = 1,

    /// <summary>The nodes that are not in their first round and when those began; how many rounds each loop has begun, and whether it is over.</summary>
    Rounds = 2,

    /// <summary>The values of rounds before that [Previous] may still ask for.</summary>
    Previous = 3,

    /// <summary>The elements of [Each] nodes that have not completed: which have settled, with their results, and which wait.</summary>
    Elements = 4,

    /// <summary>What can be undone, and how far the run has come with that; see <see cref="ClosingProgress"/>.</summary>
    Closing = 5,

    /// <summary>Streams: how many items they have given, and the items that are still needed.</summary>
    Streams = 6,

    /// <summary>Children that were told to end, that nobody waits for but the end of the run, and that have not ended.</summary>
    LeftChildren = 7,

    /// <summary>The queue of the run's start, for one that was in another.</summary>
    OwnQueue = 8,

    /// <summary>That the run was recorded in other shapes before: the number of the last signal that had come when the latest was met, and of the compensations that were kept by then.</summary>
    Shapes = 9,

    /// <summary>Children that were started when their step had another name: by it, their ids follow.</summary>
    FormerNames = 10,

    /// <summary>What attempts that have not succeeded have reported ([Heartbeat]).</summary>
    Progress = 16,
}
