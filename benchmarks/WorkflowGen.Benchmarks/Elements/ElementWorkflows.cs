namespace WorkflowGen.Benchmarks.Elements;

/// <summary>A step per element of a list; each hands a number over.</summary>
[Workflow("elements-of-a-list")]
public sealed partial class ElementsOfAList(LiveMemory memory)
{
    public partial ValueTask<int> RunAsync(int count, CancellationToken cancellationToken = default);

    [Step]
    private IReadOnlyList<int> Numbers([From("count")] int count) => [.. Enumerable.Range(0, count)];

    [Step]
    private async ValueTask<int> Work([Each(MaxParallel = 64)] int number, StepContext step)
    {
        await Task.Yield();
        memory.Sample(step.Element!.Value);
        return number;
    }

    [Step, Output]
    private int Count(IReadOnlyList<int> work) => work.Count;
}

/// <summary>A step per item of a stream; nothing is handed over.</summary>
[Workflow("elements-of-a-stream")]
public sealed partial class ElementsOfAStream(LiveMemory memory)
{
    public partial ValueTask RunAsync(int count, CancellationToken cancellationToken = default);

    [Step]
    private static async IAsyncEnumerable<string> Items(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (i % 100 == 0)
                await Task.Yield();
            yield return "an item of some forty characters, say";
        }
    }

    [Step]
    private async ValueTask Work([Each(MaxParallel = 64)] string item, StepContext step)
    {
        await Task.Yield();
        memory.Sample(step.Element!.Value);
    }
}

/// <summary>The most that the process held, collected, at some of the elements.</summary>
[AllowNondeterminism("measures")]
public sealed class LiveMemory(int every)
{
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private long _most;

    public long Most => Volatile.Read(ref _most);

    public void Sample(int element)
    {
        if (element % every != every - 1)
            return;
        var held = GC.GetTotalMemory(forceFullCollection: true) - _before;
        long known;
        while (held > (known = Volatile.Read(ref _most)) && Interlocked.CompareExchange(ref _most, held, known) != known)
        {
        }
    }
}
