using System.Runtime.CompilerServices;

namespace WorkflowGen.Simulation.Tests;

/// <summary>
/// A process whose thread pool has one thread is a deterministic machine: what is queued runs one after the other, in the order in which it was queued. A simulation is itself one of the things that run there, so nothing else is
/// under way while it decides what happens next.
/// </summary>
internal static class SingleThread
{
    /// <summary>Whether this process was started with a thread pool of one thread.</summary>
    public static bool IsGiven
    {
        get
        {
            ThreadPool.GetMaxThreads(out var workers, out _);
            return workers == 1;
        }
    }

    /// <summary>What a process needs in its environment to be one.</summary>
    public static readonly (string Name, string Value)[] Environment =
    [
        ("DOTNET_ThreadPool_ForceMinWorkerThreads", "1"),
        ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1"),
    ];

    /// <summary>Lets everything that is queued run, until nothing is left to do before time goes on.</summary>
    public static QuietAwaitable Quiet() => default;

    public readonly struct QuietAwaitable : INotifyCompletion
    {
        public QuietAwaitable GetAwaiter() => this;

        public bool IsCompleted => ThreadPool.PendingWorkItemCount == 0;

        public void OnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(
            static next =>
            {
                if (ThreadPool.PendingWorkItemCount == 0)
                    next();
                else
                    default(QuietAwaitable).OnCompleted(next);
            },
            continuation,
            preferLocal: false);

        public void GetResult()
        {
        }
    }
}
