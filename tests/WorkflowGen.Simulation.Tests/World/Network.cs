using WorkflowGen.Storage;
using WorkflowGen.Tests;

namespace WorkflowGen.Simulation.Tests;

/// <summary>The store as one life of a machine sees it: a request travels there, and its answer back, and both may come late, twice, or never.</summary>
internal sealed class Network(IWorkflowStore inner, World world, Machine machine) : DelegatingStore(inner)
{
    protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
    {
        if (machine.IsDead)
            return await new TaskCompletionSource<T>().Task;
        var name = call.ToString();
        var answer = new TaskCompletionSource<T>();
        var request = world.Latency();
        switch (world.NextFault(name))
        {
            case Fault.Before:
                world.Note($"{machine} {name} {runId}: fails");
                world.After(request, machine, () => answer.TrySetException(Unavailable("not written")));
                break;
            case Fault.LostAnswer:
                Send(request, _ => answer.TrySetException(Unavailable("written, but not answered")));
                break;
            case Fault.LateEffect:
                world.After(request, machine, () => answer.TrySetException(Unavailable("not answered")));
                Send(Long(), static _ => { });
                break;
            case Fault.Duplicate:
                Send(request, Answer);
                Send(Long(), static _ => { });
                break;
            case Fault.Delay:
                Send(world.Chance(0.5) ? Long() : request, Answer, world.Chance(0.5) ? Long() : null);
                break;
            case Fault.CrashBefore:
                world.Crash(machine);
                break;
            case Fault.CrashAfter:
                Send(request, static _ => { });
                world.Crash(machine);
                break;
            default:
                Send(request, Answer);
                break;
        }
        return await answer.Task;

        void Send(TimeSpan after, Action<Func<T>> answered, TimeSpan? back = null) => world.After(after, null, () =>
        {
            Func<T> result;
            try
            {
                var value = inner().Result;
                result = () => value;
                world.Note($"{machine} {name} {runId}: {Brief(value)}");
            }
            catch (Exception exception)
            {
                result = () => throw exception;
                world.Note($"{machine} {name} {runId}: {exception.GetType().Name}");
            }
            world.After(back ?? world.Latency(), machine, () => answered(result));
        });

        void Answer(Func<T> result)
        {
            T value;
            try
            {
                value = result();
            }
            catch (Exception exception)
            {
                answer.TrySetException(exception);
                return;
            }
            answer.TrySetResult(value);
        }
    }

    private TimeSpan Long()
    {
        // Some of it longer than a lease: then it may come when another has long taken over.
        if (world.Chance(0.7))
            return world.DrawTime(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(6));
        machine.MayBeFenced = true;
        return world.DrawTime(TimeSpan.FromSeconds(6), World.Lease * 2);
    }

    private static StoreException Unavailable(string what) => new(StoreFailure.Unavailable, $"simulated: {what}");

    private static string Brief<T>(T value) => value switch
    {
        CommitResult result => result.ToString(),
        IReadOnlyList<RunHead> heads => string.Join(",", heads.Select(h => $"{h.RunId}@{h.Epoch}")),
        RunHead head => $"{head.Status} {head.LastSequence}@{head.Epoch}",
        StoredRun run => $"{run.Entries.Count} entries",
        PutSignalResult put => put.ToString(),
        _ => "",
    };
}
