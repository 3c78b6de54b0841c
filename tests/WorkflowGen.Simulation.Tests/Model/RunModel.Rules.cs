using WorkflowGen.Execution;

namespace WorkflowGen.Simulation.Tests;

// When a node may start, when it is skipped, and what it takes: decision 0012, written down a second time.
internal sealed partial class RunModel
{
    private readonly Dictionary<string, NodeModel> _nodes;

    /// <summary>An [End] has completed.</summary>
    private bool _endReached;

    private IEnumerable<StepPlan> Plans => Workflow.Plans;

    private bool IsCaught(StepPlan plan) => Plans.Any(p => p.Catches.Contains(plan.Name));

    /// <summary>Whether a source has settled for one that takes it: in a loop only when that is over, unless both are in it.</summary>
    private bool IsThere(string source, StepPlan forWhom) =>
        (_nodes[source].State is Settled.Completed or Settled.Skipped or Settled.Handled or Settled.Cancelled || HasFailedUnhandled(source))
        && Workflow.Regions.All(r => !r.Value.Contains(source) || r.Value.Contains(forWhom.Name) || IsLoopOver(r.Key));

    /// <summary>Without FailFast what nobody handles has settled by failing, too: what waits for it does not run.</summary>
    private bool HasFailedUnhandled(string source) => !Workflow.FailFast && (_nodes[source].State == Settled.Failed || _nodes[source].IsOutOfReach);

    /// <summary>Whether it waits for one that failed without FailFast, or for what was left out because of that.</summary>
    private bool ComesAfterAFailure(StepPlan plan) =>
        Workflow.SourcesOf(plan).Any(HasFailedUnhandled) || plan.Joins.Any(j => Chosen(plan, j).Count < j.Need && j.Members.Any(HasFailedUnhandled));

    private bool IsLoopOver(string end)
    {
        var node = _nodes[end];
        return _endReached || (node.State != Settled.No && !GoesRound(node));
    }

    private static bool GoesRound(NodeModel end) =>
        end.State == Settled.Completed && end.LoopRound < end.Plan.Loop!.Max && RandomWorkflow.GoesRound(end.Plan.Loop, end.Value);

    /// <summary>Whether everything that it depends on has settled, and each of its joins is decided.</summary>
    private bool HasItsTurn(StepPlan plan) => plan.IsFinally
        ? Workflow.SourcesOf(plan).All(s => !Workflow[s].IsFinally || _nodes[s].State != Settled.No)
        : Workflow.SourcesOf(plan).All(s => IsThere(s, plan)) && plan.Joins.All(j => IsDecided(plan, j));

    private bool IsDecided(StepPlan plan, JoinPlan join) => Chosen(plan, join).Count >= join.Need || join.Members.All(m => IsThere(m, plan));

    /// <summary>The members that have completed, in the order in which they did.</summary>
    private List<NodeModel> Chosen(StepPlan plan, JoinPlan join) =>
        [.. join.Members.Where(m => _nodes[m].State == Settled.Completed && IsThere(m, plan)).Select(m => _nodes[m]).OrderBy(n => n.Order).Take(join.Need)];

    private bool IsSkipped(StepPlan plan) =>
        plan.Needs.Any(n => _nodes[n].State != Settled.Completed)
        || plan.Joins.Any(j => j.Required && Chosen(plan, j).Count < j.Need)
        || (plan.Catches.Length > 0 && plan.Catches.All(c => _nodes[c].State != Settled.Handled))
        || !RandomWorkflow.GuardHolds(plan, InputsOf(plan))
        || (!plan.IsFinally && ComesAfterAFailure(plan))
        || IsClosed(plan);

    private bool IsClosed(StepPlan plan) => plan.ClosedBy is { } closing && _nodes[closing].State == Settled.Completed;

    private int?[] InputsOf(StepPlan plan) =>
    [
        .. plan.Needs.Concat(plan.Reads).Select(n => _nodes[n].Value),
        .. plan.Joins.SelectMany(j => Padded(Chosen(plan, j), j.Need)),
        .. plan.Previous.Select(n => _nodes[n].ValueBefore),
    ];

    private static IEnumerable<int?> Padded(List<NodeModel> chosen, int count) => Enumerable.Range(0, count).Select(i => i < chosen.Count ? chosen[i].Value : null);

    /// <summary>Since when it can have been its turn, by the journal: the earliest that it can be.</summary>
    private DateTimeOffset TurnSince(StepPlan plan)
    {
        var since = _nodes[plan.Name].RoundSince;
        foreach (var source in Workflow.SourcesOf(plan).Select(s => _nodes[s]).Where(n => n.State is Settled.Completed or Settled.Handled))
            since = source.At > since ? source.At : since;
        foreach (var join in plan.Joins)
        {
            // It was decided when the last of those was there, by that one's clock.
            if (Chosen(plan, join) is [.., var last] chosen && chosen.Count == join.Need && last.At > since)
                since = last.At;
        }
        return since;
    }

    /// <summary>Whether something can have cancelled it while the run goes on.</summary>
    private bool MayBeCancelled(StepPlan plan)
    {
        if (_endReached || IsFailing || IsStopping)
            return true;
        if (Plans.Any(p => p.Cancels?.Contains(plan.Name) == true && _nodes[p.Name].State == Settled.Completed))
            return true;
        // The losers of a join that cancels them, and what leads only to them.
        return Plans.Any(p => p.Joins.Any(j => j.Rest == Rest.Cancel && IsDecided(p, j) && j.Members.Any(m => LeadsTo(plan.Name, m))));
    }

    private bool LeadsTo(string from, string to) => from == to || Workflow.SourcesOf(Workflow[to]).Concat(Workflow[to].Joins.SelectMany(j => j.Members)).Any(s => LeadsTo(from, s));

    /// <summary>Whether one that failed stands between it and its turn.</summary>
    private bool DependsOnFailed(StepPlan plan) => Workflow.SourcesOf(plan).Concat(plan.Joins.SelectMany(j => j.Members)).Any(s => _nodes[s].State == Settled.Failed || DependsOnFailed(Workflow[s]));
}
