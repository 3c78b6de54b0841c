using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Determinism;

[Rule("WFG1004")]
public sealed class SchedulingTests
{
    [Fact]
    public Task Fires_at_the_use() => Case.FiresAsync(Case.Step("""
        {|WFG1004:lock|} (order) { } {|WFG1004:Thread.Sleep|}(1); await {|WFG1004:Task.Run|}(() => { });
        """));

    [Theory]
    [InlineData("await Task.WhenAll(store.LoadAsync(\"a\"), store.LoadAsync(\"b\"));", "")]
    [InlineData("var a = store.LoadAsync(\"a\"); var b = store.LoadAsync(\"b\"); await Task.WhenAll(a, b); _ = a.Result + b.Result;", "")]
    [InlineData("var ts = new[] { store.LoadAsync(\"a\") }; await Task.WhenAll(ts); _ = ts.Select(t => t.Result).ToList();", "")]
    [InlineData("var a = store.LoadAsync(\"a\"); if (a.IsCompletedSuccessfully) { _ = a.Result; }", "")]
    [InlineData("_ = Task.FromResult(1).Result;", "")]
    [InlineData("await Task.CompletedTask; await Task.FromResult(1); await ValueTask.CompletedTask;", "")]
    [InlineData("using var c = new CancellationTokenSource(); c.Cancel(); using var l = CancellationTokenSource.CreateLinkedTokenSource(c.Token);", "")]
    [InlineData("step.CancellationToken.ThrowIfCancellationRequested();", "")]
    [InlineData("_ = await store.LoadAsync(order.Id).ConfigureAwait(false);", "")]
    [InlineData("await store.SaveAsync(order);", "")]
    [InlineData("var s = new TaskCompletionSource<int>(); s.SetResult(1); _ = await s.Task;", "")]
    [InlineData("_ = new Far().Result;", "class Far { public int Result => 1; public void Wait() { } }")]
    [InlineData("new Far().Wait();", "class Far { public int Result => 1; public void Wait() { } }")]
    [InlineData("_ = Mine.Task.Run();", "namespace Mine { static class Task { public static int Run() => 1; } }")]
    [InlineData("Func<Task> f = async () => await store.LoadAsync(\"\"); await f();", "")]
    [InlineData("await Task.Yield();", "")]
    [InlineData("_ = typeof(Thread); Thread? t = null; _ = t is null;", "")]
    [InlineData("var t = new[] { 1 }.Select(i => store.LoadAsync(\"a\")).ToList(); await Task.WhenAll(t); foreach (var x in t) { _ = x.Result; }", "")]
    public Task StaysSilent_on(string body, string types) => Case.ReportsAsync(Case.Step(body, types: types));
}
