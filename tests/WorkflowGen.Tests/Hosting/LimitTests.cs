using System.Text.Json;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Storage;

namespace WorkflowGen.Tests.Hosting;

public sealed class LimitTests
{
    /// <summary>Two steps: the first hands over whatever it is told to.</summary>
    private sealed class ValueExecutor(Func<object?> value) : WorkflowExecutor<string?>(s_definition)
    {
        private static readonly WorkflowDefinition s_definition = new(
            "values", 1, "00", [new NodeDefinition("make", [], []) { HasResult = true, ResultType = "Report" }, new NodeDefinition("use", [0], [0])], ["input"], -1);

        private object? _made;

        protected override bool BeginStep(int node, StepContext? step, CancellationToken cancellationToken, Action continuation)
        {
            if (node == 0)
                _made = value();
            return true;
        }

        protected override void EndStep(int node) => throw new NotSupportedException();

        protected override bool EvaluateGuard(int node) => true;

        protected override void ClearHandoffs() => _made = null;

        protected override string? TakeResult() => null;

        protected override void ReturnToPool()
        {
        }

        public override void WriteInputs(Utf8JsonWriter writer) => writer.WriteNumberValue(1);

        public override void ReadInputs(ref Utf8JsonReader reader) => reader.Read();

        public override void WriteHandoff(int node, Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, _made);

        public override void ReadHandoff(int node, ref Utf8JsonReader reader) => _made = JsonSerializer.Deserialize<object>(ref reader);
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private static async Task<WorkflowFailedException> FailureOfAsync(Func<object?> value, Action<WorkflowGenOptions>? configure = null)
    {
        await using var host = new EngineHarness(new InMemoryWorkflowStore(), () => new ValueExecutor(value), configure);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        return await Assert.ThrowsAsync<WorkflowFailedException>(() => host.WaitAsync("r1"));
    }

    [Fact]
    public async Task A_value_that_cannot_be_serialised_fails_its_step_and_says_which()
    {
        var circle = new Node();
        circle.Next = circle;
        var failure = await FailureOfAsync(() => circle);
        Assert.Equal("make", failure.Step);
        Assert.Contains("WorkflowGen.HandoffException", failure.Failures[0].ErrorType);
        Assert.Contains("Workflow 'values v1', step 'make': its result of type 'Report' cannot be written as JSON", failure.Failures[0].Message);
    }

    [Fact]
    public async Task A_value_above_the_limit_fails_its_step_and_says_what_to_do()
    {
        var failure = await FailureOfAsync(() => new string('x', 5000), o => o.MaxPayloadBytes = 4000);
        Assert.Contains("'make': its result of type 'Report' takes more than the", failure.Failures[0].Message);
        Assert.Contains("MaxPayloadBytes", failure.Failures[0].Message);
    }

    [Fact]
    public async Task A_value_at_the_limit_passes()
    {
        await using var host = new EngineHarness(new InMemoryWorkflowStore(), () => new ValueExecutor(() => new string('x', 3998)), o => o.MaxPayloadBytes = 4000);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await host.WaitAsync("r1");
    }

    [Fact]
    public async Task Progress_above_the_limit_fails_the_step_that_reports_it()
    {
        await using var host = new EngineHarness(
            new InMemoryWorkflowStore(),
            [new("make", (_, step, _) =>
            {
                step!.Heartbeat(new string('x', 5000));
                return new(1);
            })
            { TakesContext = true, Heartbeat = TimeSpan.FromMinutes(1) }],
            o => o.MaxPayloadBytes = 4000);
        await host.Engine.StartAsync();
        await host.StartRunAsync("r1");
        await host.UntilStatusAsync("r1", RunStatus.Failed);
        var failure = Assert.Single((await host.OutcomeAsync("r1"))!.Failures);
        Assert.Contains("The progress that step 'make' reports takes 5,002 bytes of JSON, and WorkflowGenOptions.MaxPayloadBytes allows 4,000.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_above_its_limit_fails_the_step_and_says_what_to_do()
    {
        var failure = await FailureOfAsync(() => new string('x', 3000), o => (o.MaxPayloadBytes, o.MaxJournalBytes) = (3010, 3010));
        Assert.Contains("MaxJournalBytes", failure.Failures[0].Message);
    }

    [Fact]
    public async Task Inputs_that_cannot_be_written_start_nothing()
    {
        await using var host = new EngineHarness(new InMemoryWorkflowStore(), () => new ValueExecutor(() => 1), o => o.MaxPayloadBytes = 100);
        await host.Engine.StartAsync();
        var definition = new ValueExecutor(() => 1).Definition;
        var failure = await Assert.ThrowsAsync<HandoffException>(async () =>
            await host.Engine.StartRunAsync("r1", definition, 0, static (writer, _) => writer.WriteStringValue(new string('x', 200)), default));
        Assert.Contains("the inputs (input)", failure.Message);
        Assert.Null(await host.Store.GetAsync("r1", default));
        Assert.Equal(0, host.Engine.ActiveCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../etc")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("ä")]
    public async Task An_id_that_does_not_fit_the_pattern_is_refused_at_every_edge(string id)
    {
        await using var host = await EngineHarness.StartedAsync(new InMemoryWorkflowStore(), new Execution.InterpretedExecutor.Step("a", (_, _, _) => new(1)));
        var operators = new WorkflowAdministration(host.Engine);
        foreach (var call in (Func<Task>[])[
            () => host.StartRunAsync(id).AsTask(),
            () => host.WaitAsync(id),
            () => host.OutcomeAsync(id),
            () => host.CancelAsync(id).AsTask(),
            () => operators.GetAsync(id).AsTask(),
            () => operators.ReleaseAsync(id).AsTask(),
            () => operators.ExportAuditAsync(id, Stream.Null).AsTask()])
        {
            var refused = await Assert.ThrowsAnyAsync<ArgumentException>(call);
            Assert.Contains("begins with a letter or digit", refused.Message);
            Assert.StartsWith(id.Length > 140 ? $"'{id[..32]}…' (" : $"'{id.Replace("\n", "\\u000a", StringComparison.Ordinal)}' cannot be a run's id", refused.Message, StringComparison.Ordinal);
        }
    }
}
