using Xunit;

namespace WorkflowGen.Storage.ContractTests;

public abstract partial class WorkflowStoreContract
{
    [Fact]
    public async Task An_empty_store_lists_and_counts_nothing()
    {
        var page = await Store.ListAsync(new RunQuery(), None);

        Assert.Empty(page.Runs);
        Assert.Null(page.Next);
        Assert.Empty((await Store.CountAsync(None)).Where(c => c.Value != 0));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_then_by_id()
    {
        await Store.CreateAsync(New("old", createdAt: 1), None);
        await Store.CreateAsync(New("new", createdAt: 3), None);
        await Store.CreateAsync(New("b", createdAt: 2), None);
        await Store.CreateAsync(New("c", createdAt: 2), None);
        await Store.CreateAsync(New("B", createdAt: 2), None);

        var page = await Store.ListAsync(new RunQuery(), None);

        Assert.Equal(["new", "c", "b", "B", "old"], page.Runs.Select(r => r.RunId));
        Assert.Null(page.Next);
        Assert.Equal(await Head("new"), page.Runs[0]);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_overlap()
    {
        for (int i = 0; i < 25; i++)
            await Store.CreateAsync(New($"r{i:00}", createdAt: i / 4), None);

        var seen = new List<string>();
        string? after = null;
        int pages = 0;
        do
        {
            var page = await Store.ListAsync(new RunQuery { Limit = 4, After = after }, None);
            seen.AddRange(page.Runs.Select(r => r.RunId));
            after = page.Next;
            pages++;

            // Newer ones that are added meanwhile do not shift the pages.
            await Store.CreateAsync(New($"x{pages}", createdAt: 1000 + pages), None);
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"r{24 - i:00}"), seen);
        Assert.Equal(7, pages);
    }

    [Fact]
    public async Task A_page_that_is_exactly_full_is_the_last_when_nothing_follows()
    {
        for (int i = 0; i < 4; i++)
            await Store.CreateAsync(New($"r{i}"), None);

        Assert.Null((await Store.ListAsync(new RunQuery { Limit = 4 }, None)).Next);
        Assert.NotNull((await Store.ListAsync(new RunQuery { Limit = 3 }, None)).Next);
    }

    [Fact]
    public async Task Runs_are_listed_by_workflow_and_status()
    {
        await Store.CreateAsync(New("a1", workflow: "a", version: 1), None);
        await Store.CreateAsync(New("a2", workflow: "a", version: 2), None);
        await Store.CreateAsync(New("b", workflow: "b"), None);
        await Store.ClaimAsync(Claim(1) with { RunId = "a1" }, None);

        Assert.Equal(["a2", "a1"], await List(new() { Workflow = "a" }));
        Assert.Equal(["a1"], await List(new() { Status = RunStatus.Running }));
        Assert.Equal(["a2"], await List(new() { Workflow = "a", Status = RunStatus.Pending }));
        Assert.Empty(await List(new() { Workflow = "A" }));
        Assert.Empty(await List(new() { Status = RunStatus.Failed }));
        Assert.Equal(["a1"], await List(new() { Workflow = "a", Limit = 1, After = (await Store.ListAsync(new() { Workflow = "a", Limit = 1 }, None)).Next }));

        async Task<string[]> List(RunQuery query) => [.. (await Store.ListAsync(query, None)).Runs.Select(r => r.RunId)];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_page_has_1_to_1000_runs(int limit) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ListAsync(new RunQuery { Limit = limit }, None));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("12:../x")]
    [InlineData("-5:a")]
    public async Task A_place_that_no_page_named_is_refused(string after) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ListAsync(new RunQuery { After = after }, None));

    [Fact]
    public async Task Runs_are_counted_by_status()
    {
        await RunIn(RunStatus.Pending, "p1");
        await RunIn(RunStatus.Pending, "p2");
        await RunIn(RunStatus.Completed, "c");
        await RunIn(RunStatus.Parked, "k");

        var counts = (await Store.CountAsync(None)).Where(c => c.Value != 0).ToDictionary();

        Assert.Equal(new Dictionary<RunStatus, long> { [RunStatus.Pending] = 2, [RunStatus.Completed] = 1, [RunStatus.Parked] = 1 }, counts);
    }
}
