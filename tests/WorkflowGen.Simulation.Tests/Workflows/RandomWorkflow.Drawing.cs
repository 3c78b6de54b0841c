using WorkflowGen.Execution;

namespace WorkflowGen.Simulation.Tests;

// What is drawn.
internal sealed partial class RandomWorkflow
{
    private static StepPlan[] DrawAll(Random random, string? child)
    {
        var plans = new List<StepPlan>();
        var count = random.Next(1, 10);
        if (random.Next(8) == 0)
            plans.Add(new StepPlan(0, "s0") { Kind = NodeKind.Signal, Cancels = [] });
        while (plans.Count < count || plans.TrueForAll(static p => p.Cancels is not null))
            plans.Add(Draw(random, plans, child));
        DrawLoop(random, plans);
        if (random.Next(10) == 0 && plans.Count > 1)
            DrawCancelOn(random, plans);
        while (random.Next(4) == 0)
            plans.Add(new StepPlan(plans.Count, $"s{plans.Count}") { IsFinally = true, Reads = Some(random, plans, 2), Pace = (Pace)random.Next(3), Wait = TimeSpan.FromSeconds(2), Failures = random.Next(20) == 0 ? 1 : 0 });
        return [.. plans];
    }

    private static string[] Some(Random random, List<StepPlan> plans, int most) =>
        [.. plans.Where(p => p.Cancels is null).Select(p => (p.Name, Tie: random.Next())).OrderBy(p => p.Tie).Take(random.Next(0, most + 1)).Select(p => p.Name)];

    private static StepPlan Draw(Random random, List<StepPlan> plans, string? child)
    {
        var plan = new StepPlan(plans.Count, $"s{plans.Count}");
        var needs = Some(random, plans, 3);
        plan = plan with { Needs = needs, Reads = [.. Some(random, plans, 1).Except(needs)], GuardModulus = random.Next(5) == 0 ? random.Next(2, 4) : null };
        switch (random.Next(20))
        {
            case 0:
                return plan with { Kind = NodeKind.Delay, PutOff = TimeSpan.FromSeconds(random.Next(1, 120)) };
            case 1 or 2:
                return plan with { Kind = NodeKind.Signal, Buffered = random.Next(4) != 0, SignalTimeout = random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(5, 240)) : null };
            case 3 or 4 when child is not null:
                return plan with { Kind = NodeKind.Child, Child = child, Detached = random.Next(5) == 0, Attempts = random.Next(1, 3), Delay = s_delays[random.Next(3)] };
            case 5:
                return plan with { IsPure = true };
        }
        return DrawControl(random, DrawAttempts(random, plan), plans);
    }

    private static StepPlan DrawAttempts(Random random, StepPlan plan)
    {
        var atMostOnce = random.Next(14) == 0;
        var attempts = atMostOnce ? 1 : random.Next(1, 5);
        plan = plan with
        {
            Attempts = attempts,
            AtMostOnce = atMostOnce,
            Delay = s_delays[random.Next(s_delays.Length)],
            Failures = random.Next(14) switch { 0 => attempts, < 6 => random.Next(0, attempts), _ => 0 },
            Pace = (Pace)random.Next(3),
            Wait = TimeSpan.FromSeconds(random.Next(1, 40)),
            PutOff = random.Next(10) == 0 ? TimeSpan.FromSeconds(random.Next(1, 90)) : null,
            UndoFailures = random.Next(3) == 0 ? random.Next(20) == 0 ? 3 : random.Next(3) : null,
        };
        return random.Next(12) switch
        {
            0 => plan with { Timeout = TimeSpan.FromSeconds(random.Next(5, 60)), Hangs = (Hanging)random.Next(3) },
            1 => plan with { Heartbeat = TimeSpan.FromSeconds(random.Next(5, 30)), Hangs = (Hanging)random.Next(3) },
            2 when attempts > 1 => plan with { TotalTimeout = TimeSpan.FromSeconds(random.Next(30, 120)) },
            _ => plan,
        };
    }

    private static StepPlan DrawControl(Random random, StepPlan plan, List<StepPlan> plans)
    {
        var steps = plans.Where(p => p.Kind == NodeKind.Step && p is { Cancels: null, IsPure: false, IsEnd: false }).ToList();
        switch (steps.Exists(s => s.Failures >= s.Attempts) && random.Next(2) == 0 ? 2 : random.Next(12))
        {
            case 0 or 1 when plans.Count(p => p.Cancels is null) > 1:
                var members = plans.Where(p => p.Cancels is null && !p.Detached).Select(p => (p.Name, Tie: random.Next())).OrderBy(p => p.Tie).Take(random.Next(2, 4)).Select(p => p.Name).ToArray();
                if (members.Length > 1)
                    plan = plan with { Joins = [new JoinPlan(members, random.Next(1, members.Length), random.Next(2) == 0, (Rest)random.Next(3))], Needs = [], Reads = [], GuardModulus = null };
                break;
            case 2 when steps.Count > 0:
                // Mostly one that fails: others have nothing to be caught.
                var caught = (steps.Find(s => s.Failures >= s.Attempts) ?? steps[random.Next(steps.Count)]).Name;
                plan = plan with { Catches = [caught], Needs = [.. plan.Needs.Where(n => n != caught)], Reads = [.. plan.Reads.Where(n => n != caught)] };
                break;
            case 3 when plans.Count > 0 && random.Next(2) == 0:
                plan = plan with { IsEnd = true, PutOff = null, UndoFailures = null };
                break;
            case 4 or 5:
                plan = plan with { Exclusive = $"lock{random.Next(2)}" };
                break;
            case 6:
                plan = plan with { Limit = new LimitPolicy("limit", random.Next(1, 3), random.Next(2) == 0 ? 0 : 0.5) };
                break;
            case 7 when steps.Count > 0:
                var closing = steps[random.Next(steps.Count)].Name;
                if (!plan.Needs.Contains(closing) && !plan.Reads.Contains(closing))
                    plan = plan with { ClosedBy = closing };
                break;
        }
        return plan;
    }

    /// <summary>A loop around one step, or from one that it needs.</summary>
    private static void DrawLoop(Random random, List<StepPlan> plans)
    {
        if (random.Next(3) != 0)
            return;
        static bool MayRepeat(StepPlan p) => p is { Cancels: null, IsEnd: false, ClosedBy: null, Catches.Length: 0, Joins.Length: 0 } && p is not { Kind: NodeKind.Signal, SignalTimeout: null };
        var ends = plans.Where(MayRepeat).Where(p => p.Kind == NodeKind.Step && p is { AtMostOnce: false, IsPure: false } && p.Failures < p.Attempts).ToList();
        if (ends.Count == 0)
            return;
        var end = ends[random.Next(ends.Count)];
        var first = end;
        while (first.Needs.Length > 0 && random.Next(3) != 0 && plans.Find(p => p.Name == first.Needs[0]) is { } before && MayRepeat(before))
            first = before;
        var region = plans.Where(p => Leads(plans, first.Name, p.Name) && Leads(plans, p.Name, end.Name)).ToList();
        if (!region.TrueForAll(MayRepeat) || plans.Exists(p => p.Catches.Concat(p.Joins.SelectMany(j => j.Members)).Append(p.ClosedBy).Any(n => region.Exists(r => r.Name == n))))
            return;
        plans[end.Index] = end with
        {
            Loop = new LoopPlan(first.Name, random.Next(2, 5), random.Next(2) == 0 ? random.Next(2, 4) : null),
            Previous = random.Next(2) == 0 ? [end.Name] : [],
        };
    }

    private static void DrawCancelOn(Random random, List<StepPlan> plans)
    {
        var some = plans.Where(p => p is { Cancels: null, Loop: null }).Select(p => p.Name).ToList();
        if (some.Count == 0 || plans.Exists(p => p.Loop is not null))
            return;
        plans.Add(new StepPlan(plans.Count, $"s{plans.Count}") { Kind = NodeKind.Signal, Cancels = [some[random.Next(some.Count)]] });
        // The last one's result is the run's.
        plans.Add(new StepPlan(plans.Count, $"s{plans.Count}") { Reads = [some[random.Next(some.Count)]] });
    }

    private static bool Leads(List<StepPlan> plans, string from, string to)
    {
        if (from == to)
            return true;
        var plan = plans.Find(p => p.Name == to)!;
        return plan.Needs.Concat(plan.Reads).Concat(plan.After).Concat(plan.Catches).Concat(plan.Joins.SelectMany(j => j.Members)).Any(s => Leads(plans, from, s));
    }
}
