using System.Globalization;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Generators.Emit;

/// <summary>The graph as static data.</summary>
internal static class DefinitionEmitter
{
    private const int MaxLine = 140;

    /// <summary>What the runtime takes where nothing is said.</summary>
    private const int DefaultWindow = 256;

    public static void Emit(SourceWriter writer, Unit unit)
    {
        var (model, graph) = (unit.Model, unit.Graph);
        var inputs = string.Join(", ", model.Inputs.Select(i => CSharpText.Literal(CSharpText.Unescaped(i.Name))));
        writer.Line($"""
            internal static readonly {KnownNames.Execution}.WorkflowDefinition Graph = new(
                name: {CSharpText.Literal(model.Name)},
                version: {model.Version},
                shape: {CSharpText.Literal(graph.Shape)},
                nodes:
                [
            """);
        writer.Indent();
        writer.Indent();
        foreach (var node in graph.Nodes)
            Node(writer, unit, model.Steps[node.Index], node);
        writer.Outdent();
        writer.Line("],");
        writer.Line($"inputs: [{inputs}],");
        var whole = Whole(model, graph).ToList();
        var isPlain = whole.Count == 0 && model.Schedules.Count == 0;
        writer.Line($"output: {graph.Output}){(isPlain ? ";" : "")}");
        writer.Outdent();
        if (isPlain)
            return;
        writer.Open();
        foreach (var property in whole)
            writer.Line(property);
        if (model.Schedules.Count > 0)
            Schedules(writer, model);
        writer.Close(";");
    }

    private static IEnumerable<string> Whole(WorkflowModel model, WorkflowGraph graph)
    {
        if (graph.OtherOutputs.Count > 0)
            yield return $"OtherOutputs = {CSharpText.IntArray(graph.OtherOutputs)},";
        if (model.Queue is { } queue)
            yield return $"Queue = {CSharpText.Literal(queue)},";
        if (!model.FailFast)
            yield return "FailFast = false,";
        if (graph.Loops.Count > 0)
            yield return $"Loops = [{string.Join(", ", graph.Loops.Select(l => $"new({l.End}, {CSharpText.IntArray(l.Region)}, max: {l.Max}, hasGuard: {Bool(l.While is not null)})"))}],";
        if (graph.Previous.Count > 0)
            yield return $"Previous = [{string.Join(", ", graph.Previous.Select(p => $"new(Node: {p.Node}, Loop: {p.Loop})"))}],";
    }

    // Unlike what stands in the graph, one line each: they are read by people who look for what runs when.
    private static void Schedules(SourceWriter writer, WorkflowModel model)
    {
        writer.Line("Schedules =");
        writer.Line("[");
        writer.Indent();
        foreach (var schedule in model.Schedules)
        {
            var properties = new List<string>();
            if (schedule.TimeZone != "UTC")
                properties.Add($"TimeZone = {CSharpText.Literal(schedule.TimeZone)}");
            if (schedule.Overlap != 0)
                properties.Add($"Overlap = global::WorkflowGen.ScheduleOverlap.{EnumValues.ScheduleOverlap.Values[schedule.Overlap]}");
            if (schedule.Missed != 0)
                properties.Add($"Missed = global::WorkflowGen.ScheduleMissed.{EnumValues.ScheduleMissed.Values[schedule.Missed]}");
            if (schedule.MissedAfter != TimeSpan.TicksPerMinute)
                properties.Add($"MissedAfter = {CSharpText.Ticks(schedule.MissedAfter)}");
            var tail = properties.Count == 0 ? "" : $" {{ {string.Join(", ", properties)} }}";
            writer.Line($"new({CSharpText.Literal(schedule.Name)}, {CSharpText.Literal(schedule.Cron)}){tail},");
        }
        writer.Outdent();
        writer.Line("],");
        if (model.Inputs.Count == 1)
            writer.Line($"FiringWriter = static (writer, firing) => {KnownNames.Execution}.HandoffJson.Write(writer, firing, {HandoffJsonEmitter.Metadata(model, model.Inputs[0].Type)}),");
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static void Node(SourceWriter writer, Unit unit, StepModel step, GraphNode node)
    {
        // A stream has settled, for those that take from it, when it is open.
        var streams = (node.Each?.Sources ?? default).Where(s => s.Kind == EachSourceKindModel.Stream).Select(s => s.Sources[0].Index).ToList();
        var header = $"new({CSharpText.Literal(step.Name)}, {CSharpText.IntArray(With(node.Dependencies, streams))}, {CSharpText.IntArray(With(node.Required, streams))})";
        var properties = Properties(unit, step, node).Concat(Waiting(unit, step, node)).Concat(Parts(unit.Model, step, node)).ToList();
        var line = properties.Count == 0 ? header + "," : $"{header} {{ {string.Join(", ", properties)} }},";
        if (line.Length <= MaxLine)
        {
            writer.Line(line);
            return;
        }
        writer.Open(header);
        foreach (var property in properties)
            writer.Line(property + ",");
        writer.Close(",");
    }

    private static IEnumerable<int> With(EquatableArray<int> nodes, List<int> others) => others.Count == 0 ? nodes : nodes.Union(others).OrderBy(n => n);

    private static IEnumerable<string> Properties(Unit unit, StepModel step, GraphNode node)
    {
        if (step.Kind != NodeKindModel.Step)
            yield return $"Kind = {KnownNames.Execution}.NodeKind.{step.Kind}";
        if (step.FormerNames.Count > 0)
            yield return $"FormerNames = [{string.Join(", ", step.FormerNames.Select(CSharpText.Literal))}]";
        if (unit.HasCondition(node))
            yield return "HasGuard = true";
        if (step.Parameters.Any(p => p.Kind == ParameterKind.StepContext))
            yield return "TakesContext = true";
        if (Slots.HandoffOf(step) is { } result)
        {
            yield return "HasResult = true";
            yield return $"ResultType = {CSharpText.Literal(result.DisplayName)}";
        }
        if (step.Retry is { } retry)
            yield return "Retry = " + Retry(retry);
        if (step.AttemptTimeout is { } attempt)
            yield return "AttemptTimeout = " + CSharpText.Ticks(attempt);
        if (step.TotalTimeout is { } total)
            yield return "TotalTimeout = " + CSharpText.Ticks(total);
        if (step.Idempotency != IdempotencyKind.Unspecified)
            yield return $"Idempotency = global::WorkflowGen.Idempotency.{step.Idempotency}";
        if (step.Heartbeat is { } silence)
            yield return "Heartbeat = " + CSharpText.Ticks(silence);
        if (step.Delay is { } delay)
            yield return "Delay = " + CSharpText.Ticks(delay);
        if (step.IsPure)
            yield return "IsPure = true";
        if (step.IsEnd)
            yield return "IsEnd = true";
        if (step.IsFinally)
            yield return "IsFinally = true";
        if (step.IsFinally && step.Parameters.Any(p => p is { Kind: ParameterKind.Failure, Type.MayBeNull: false }))
            yield return "NeedsFailure = true";
    }

    // When it may run, and what ends it.
    private static IEnumerable<string> Waiting(Unit unit, StepModel step, GraphNode node)
    {
        if (node.Joins.Count > 0)
            yield return $"Joins = [{string.Join(", ", node.Joins.Select(j => $"new({CSharpText.IntArray(j.Members.Select(m => m.Index))}, need: {j.Need}, required: {Bool(j.Required)}, {Rest(j.Rest)})"))}]";
        if (node.Catches.Count > 0)
            yield return $"Catches = {CSharpText.IntArray(node.Catches)}";
        if (node.IsBackground)
            yield return "IsBackground = true";
        if (node.Cancels is { } cancelled)
            yield return $"Cancels = {CSharpText.IntArray(cancelled)}";
        if (node.OpenedBy >= 0)
            yield return $"OpenedBy = {node.OpenedBy}";
        if (node.ClosedBy >= 0)
            yield return $"ClosedBy = {node.ClosedBy}";
        if (step.Exclusive is { } exclusive)
            yield return $"Exclusive = {CSharpText.Literal(exclusive.Name)}";
        if (node.ExclusiveUntil >= 0)
            yield return $"ExclusiveUntil = {node.ExclusiveUntil}";
        if (step.Queue is { } queue)
            yield return $"Queue = {CSharpText.Literal(queue)}";
        if (step.Limit is { } limit)
            yield return $"Limit = new({CSharpText.Literal(limit.Name)}, Concurrency: {limit.Concurrency}, PerSecond: {CSharpText.Literal(limit.PerSecond)})";
    }

    private static IEnumerable<string> Parts(WorkflowModel model, StepModel step, GraphNode node)
    {
        if (node.Each is { } each)
            yield return Each(each);
        if (step.Signal is { } signal)
            yield return Signal(step, node, signal);
        if (step.Child is { } child)
            yield return $"Child = new({KnownNames.Execution}.WorkflowDefinition.Of<{child.Workflow.FullName.TrimEnd('?')}>){(child.Detached ? " { Detached = true }" : "")}";
        if (node.Compensation is { } use)
            yield return Compensation(model.Compensations[use.Compensation]);
    }

    private static string Each(EachUse each)
    {
        var text = $"Each = new([{string.Join(", ", each.Sources.Select(Source))}])";
        var window = string.Join(", ", Window(each));
        return window.Length == 0 ? text : $"{text} {{ {window} }}";
    }

    private static string Source(EachSourceUse source) =>
        $"new({KnownNames.Execution}.EachSourceKind.{source.Kind}, {CSharpText.IntArray(source.Sources.Where(s => s.Kind == BindingKind.Step).Select(s => s.Index))})";

    private static IEnumerable<string> Window(EachUse each)
    {
        if (each.MaxParallel != DefaultWindow)
            yield return $"MaxParallel = {each.MaxParallel}";
        if (each.Enough > 0)
            yield return $"Enough = {each.Enough}";
        if (each.Until is not null)
            yield return "HasUntil = true";
        if (each.CompleteOn >= 0)
            yield return $"CompleteOn = {each.CompleteOn}";
        if (each.Rest != RestModel.Cancel)
            yield return $"Rest = {Rest(each.Rest)}";
    }

    private static string Signal(StepModel step, GraphNode node, SignalModel signal)
    {
        var properties = new List<string>();
        if (!signal.Buffered)
            properties.Add("Buffered = false");
        if (signal.Timeout is { } timeout)
            properties.Add("Timeout = " + CSharpText.Ticks(timeout));
        if (signal.IsStream)
            properties.Add("IsStream = true");
        if (signal.Title is { } title)
        {
            properties.Add("Title = " + CSharpText.Literal(title));
            var shown = node.Bindings.Select((binding, i) => binding.Kind switch
            {
                BindingKind.Input => $"new({CSharpText.Literal(step.Parameters[i].Name)}, Input: {binding.Index})",
                BindingKind.Step => $"new({CSharpText.Literal(step.Parameters[i].Name)}, Node: {binding.Index})",
                _ => null,
            }).OfType<string>().ToList();
            if (shown.Count > 0)
                properties.Add($"Shown = [{string.Join(", ", shown)}]");
        }
        return properties.Count == 0 ? "Signal = new()" : $"Signal = new() {{ {string.Join(", ", properties)} }}";
    }

    private static string Compensation(CompensationModel method)
    {
        var properties = new List<string>();
        if (method.Parameters.Any(p => p.Kind == ParameterKind.StepContext))
            properties.Add("TakesContext = true");
        if (method.Retry is { } retry)
            properties.Add("Retry = " + Retry(retry));
        if (method.AttemptTimeout is { } attempt)
            properties.Add("AttemptTimeout = " + CSharpText.Ticks(attempt));
        if (method.TotalTimeout is { } total)
            properties.Add("TotalTimeout = " + CSharpText.Ticks(total));
        var text = $"Compensation = new({CSharpText.Literal(method.Name)})";
        return properties.Count == 0 ? text : $"{text} {{ {string.Join(", ", properties)} }}";
    }

    private static string Rest(RestModel rest) => "global::WorkflowGen.Rest." + rest;

    private static string Retry(RetryModel retry)
    {
        var attempts = retry.Attempts.ToString(CultureInfo.InvariantCulture);
        var text = $"new({attempts}, {CSharpText.Ticks(retry.Delay)}, global::WorkflowGen.Backoff.{retry.Backoff})";
        var properties = new List<string>();
        if (retry.MaxDelay is { } max)
            properties.Add("MaxDelay = " + CSharpText.Ticks(max));
        if (retry.Jitter != 0)
            properties.Add("Jitter = " + CSharpText.Literal(retry.Jitter));
        if (retry.On.Count > 0 || retry.Unless.Count > 0)
            properties.Add("Handles = static exception => " + Handles(retry));
        return properties.Count == 0 ? text : $"{text} {{ {string.Join(", ", properties)} }}";
    }

    private static string Handles(RetryModel retry)
    {
        var on = string.Join(" or ", retry.On);
        var unless = string.Join(" or ", retry.Unless);
        return (on.Length, unless.Length) switch
        {
            (_, 0) => $"exception is {on}",
            (0, _) => $"exception is not ({unless})",
            _ => $"exception is {on} && exception is not ({unless})",
        };
    }
}
