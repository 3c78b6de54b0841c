using WorkflowGen;

namespace Documents;

public sealed record Page(string Text);

public sealed record Words(int Count);

[Workflow]
public sealed partial class CountWords
{
    public partial ValueTask<Words> RunAsync(Uri address, CancellationToken cancellationToken = default);

    [Step]
    private Task<Page> Fetch(Uri address, CancellationToken cancellationToken) => Task.FromResult(new Page(address.ToString()));

    [Step]
    private ValueTask<string[]> Split(Page page) => new(page.Text.Split(' '));

    [Step]
    private Words Count(string[] split) => new(split.Length);
}
