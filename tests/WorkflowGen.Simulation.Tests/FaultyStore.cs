using WorkflowGen.Storage;
using WorkflowGen.Tests;

namespace WorkflowGen.Simulation.Tests;

/// <summary>What was done to the runs of a simulation, counted.</summary>
internal sealed class FaultCount
{
    public int Before;
    public int After;
    public int CrashBefore;
    public int CrashAfter;
    public int Slow;

    public int Total => Before + After + CrashBefore + CrashAfter;

    public ref int Of(Fault fault)
    {
        switch (fault)
        {
            case Fault.Before:
                return ref Before;
            case Fault.After:
                return ref After;
            case Fault.CrashBefore:
                return ref CrashBefore;
            case Fault.CrashAfter:
                return ref CrashAfter;
            default:
                return ref Slow;
        }
    }

    public void Add(FaultCount other)
    {
        Interlocked.Add(ref Before, other.Before);
        Interlocked.Add(ref After, other.After);
        Interlocked.Add(ref CrashBefore, other.CrashBefore);
        Interlocked.Add(ref CrashAfter, other.CrashAfter);
        Interlocked.Add(ref Slow, other.Slow);
    }

    public override string ToString() => $"{Before} errors before the write, {After} answers lost after it, {CrashBefore} crashes before, {CrashAfter} crashes after, {Slow} slow answers";
}

/// <summary>A store as one process sees it: calls fail before or after they have taken effect, and the process dies in them, as the seed says.</summary>
internal sealed class FaultyStore(IWorkflowStore inner, Simulation simulation) : DelegatingStore(inner)
{
    private volatile bool _dead;

    public bool IsDead => _dead;

    public void Kill() => _dead = true;

    public override async ValueTask<CommitResult> CommitAsync(RunCommit commit, CancellationToken cancellationToken)
    {
        var result = await base.CommitAsync(commit, cancellationToken);
        if (result == CommitResult.Committed)
            simulation.Acknowledged(commit);
        return result;
    }

    protected override async ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
    {
        if (_dead)
            return await new TaskCompletionSource<T>().Task;
        simulation.Touch();
        var fault = simulation.NextFault(call, runId);
        switch (fault)
        {
            case Fault.Before:
                throw new StoreException(StoreFailure.Unavailable, "simulated: not written");
            case Fault.CrashBefore:
                _dead = true;
                return await new TaskCompletionSource<T>().Task;
            case Fault.Slow:
                await Task.Yield();
                break;
        }
        var answer = await inner();
        simulation.Touch();
        switch (fault)
        {
            case Fault.After:
                throw new StoreException(StoreFailure.Unavailable, "simulated: written, but not answered");
            case Fault.CrashAfter:
                _dead = true;
                return await new TaskCompletionSource<T>().Task;
        }
        return _dead ? await new TaskCompletionSource<T>().Task : answer;
    }
}

internal enum Fault
{
    None,
    Before,
    After,
    CrashBefore,
    CrashAfter,
    Slow,
}
