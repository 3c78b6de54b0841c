using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowGen.Chaos.Workflows;

namespace WorkflowGen.Chaos;

/// <summary>A host with all the workflows: what a worker executes, and what the controller starts, watches and accounts for.</summary>
internal static class Engine
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    public static IHost Build(string store, Effects effects, TimeProvider time, string name, bool executes)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(effects);
        builder.Services.AddWorkflowGen(w =>
        {
            w.AddWorkflow<Chain>().AddWorkflow<Fan>().AddWorkflow<Rounds>().AddWorkflow<Talk>().AddWorkflow<Saga>().AddWorkflow<Family>().AddWorkflow<Errand>().AddWorkflow<Once>();
            StoreChoice.Use(w, store);
            w.Configure(o =>
            {
                o.ExecuteRuns = executes;
                o.TimeProvider = time;
                o.WorkerName = name;
                o.LeaseDuration = Lease;
                o.PollInterval = TimeSpan.FromMilliseconds(200);
                o.MaxWaitInMemory = TimeSpan.FromMilliseconds(50);
                o.MaxStoreRetryDelay = TimeSpan.FromSeconds(1);
                o.MaxConcurrentRuns = 64;
                o.SnapshotEvery = 5;
                o.ShutdownTimeout = TimeSpan.FromSeconds(5);
                // Workers are killed all the time here, and no run is to blame for it.
                o.MaxClaimsWithoutProgress = 1000;
            });
        });
        return builder.Build();
    }
}
