using System.Globalization;
using System.Text;
using WorkflowGen.Journal;
using WorkflowGen.Storage;

namespace WorkflowGen.Testing;

/// <summary>Reads a run's journal as events.</summary>
internal static class RunJournal
{
    public static IReadOnlyList<RunEvent> Read(IWorkflowStore store, RunHead head)
    {
        var events = new List<RunEvent>();
        foreach (var entry in store.ReadHistoryAsync(head.RunId, CancellationToken.None).ToBlockingEnumerable())
            events.Add(Of(entry, head.CreatedAt));
        return events;
    }

    private static RunEvent Of(JournalEntry entry, DateTimeOffset start)
    {
        return JournalDecoder.Decode(entry.Data) switch
        {
            RunStarted r => Event(RunEventKind.Started, r.At) with { Value = Text(r.Inputs) },
            AttemptStarted r => Node(RunEventKind.Starting, r.At, r.Node, r.Attempt),
            StepCompleted r => Node(RunEventKind.Completed, r.CompletedAt, r.Node, r.Attempt) with { Value = Text(r.Payload) },
            StepSkipped r => Node(RunEventKind.Skipped, r.At, r.Node),
            AttemptFailed r => Failed(r.RetryAt is null ? RunEventKind.Failed : RunEventKind.AttemptFailed, r.At, r.RetryAt, r.Failure),
            StepCancelled r => Node(RunEventKind.StepCancelled, r.At, r.Node),
            Journal.RoundStarted r => Node(RunEventKind.RoundStarted, r.At, r.Loop),
            ItemReceived r => Node(RunEventKind.ItemReceived, r.At, r.Node) with { Item = r.Item, Value = Text(r.Payload) },
            StreamClosed r => Node(RunEventKind.StreamClosed, r.At, r.Node),
            ChildStarted r => Node(RunEventKind.ChildStarted, r.At, r.Node, r.Attempt) with { Child = r.ChildId },
            ChildLeft r => Node(RunEventKind.ChildLeft, r.At, r.Node, r.Attempt) with { Child = r.ChildId },
            ChildEnded r => Node(RunEventKind.ChildEnded, r.At, r.Node, r.Attempt) with { Child = r.ChildId, Status = r.Status },
            CompensationArmed r => Node(RunEventKind.CompensationArmed, start, r.Node) with { Value = Text(r.Payload) },
            Compensated r => Node(RunEventKind.Compensated, r.At, r.Node, r.Attempt),
            CompensationFailed r => Failed(RunEventKind.CompensationFailed, r.At, r.RetryAt, r.Failure) with { Step = Parse(r.Node).Step, Round = Parse(r.Node).Round, Element = Parse(r.Node).Element },
            Heartbeat r => Node(RunEventKind.Heartbeat, start, r.Node, r.Attempt) with { Value = Text(r.Progress) },
            RunClosing r => Event(RunEventKind.Closing, r.At) with { Status = r.Status },
            CancelRequested r => Event(RunEventKind.CancelRequested, r.At),
            RunParked r => Event(RunEventKind.Parked, r.At) with { Reason = r.Reason },
            RunReleased r => Event(RunEventKind.Released, r.At),
            UndoRequested r => Event(RunEventKind.UndoRequested, r.At),
            RunEnded r => Event(RunEventKind.Ended, r.At) with { Status = r.Status },
            var other => throw new NotSupportedException($"The journal has a record of the kind {other.GetType().Name}, which the package WorkflowGen.Testing of this version does not know."),
        };

        RunEvent Event(RunEventKind kind, DateTimeOffset at) => new(entry.Sequence, kind, at - start);

        RunEvent Node(RunEventKind kind, DateTimeOffset at, string node, int attempt = 0)
        {
            var (step, round, element) = Parse(node);
            return Event(kind, at) with { Step = step, Round = round, Element = element, Attempt = attempt };
        }

        RunEvent Failed(RunEventKind kind, DateTimeOffset at, DateTimeOffset? retryAt, StepFailure failure) =>
            Node(kind, at, failure.Step, failure.Attempt) with { ErrorType = failure.ErrorType, Reason = failure.Message, RetryAt = retryAt - start };
    }

    /// <summary>What <see cref="NodeNames.Text"/> wrote.</summary>
    private static (string Step, int Round, int? Element) Parse(string node)
    {
        var round = 1;
        int? element = null;
        if (node.LastIndexOf('/') is > 0 and var slash && int.TryParse(node.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            (node, round) = (node[..slash], number);
        if (node is [.., ']'] && node.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket && int.TryParse(node.AsSpan(bracket + 1, node.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            (node, element) = (node[..bracket], index);
        return (node, round, element);
    }

    private static string? Text(ReadOnlyMemory<byte> json) => json.IsEmpty ? null : Encoding.UTF8.GetString(json.Span);
}
