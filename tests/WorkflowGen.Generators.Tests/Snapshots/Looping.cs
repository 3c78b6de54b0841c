using WorkflowGen;

namespace Paging;

public sealed record Page(IReadOnlyList<string> Rows, string? Next);

public readonly record struct Total(int Rows);

/// <summary>A loop over a region, what the round before handed over, and a loop inside.</summary>
[Workflow("looping")]
public sealed partial class LoopingWorkflow
{
    public partial ValueTask<Total> RunAsync(Uri address);

    [Step]
    private async Task<Page> Fetch(Uri address, [Previous] Page? fetch)
    {
        await Task.Yield();
        return new([], null);
    }

    private static bool IsBusy(int store) => store < 0;

    [Step, Loop(While = nameof(IsBusy), Max = 5)]
    private ValueTask<int> Store(Page page, [Previous] int store = -1) => new(store + 1);

    private bool HasMore(Page page, [Previous] Total? total) => page.Next is not null;

    [Step, Loop(To = nameof(Fetch), While = nameof(HasMore))]
    private Total Add([From(nameof(Store))] int stored, [Previous] Total? add, Page page) => new((add?.Rows ?? 0) + stored);

    [Step]
    private Total Finish(Total total) => total;
}
