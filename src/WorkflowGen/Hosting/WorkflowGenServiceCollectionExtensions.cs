using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WorkflowGen;
using WorkflowGen.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the durable runtime to a container.</summary>
public static class WorkflowGenServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine, a hosted service that runs it, and what <paramref name="configure"/> asks for:
    /// <c>services.AddWorkflowGen(w => w.AddWorkflow&lt;OrderWorkflow&gt;().UseSqlite("Data Source=orders.db"))</c>.
    /// May be called several times, by several parts of an application; there is one engine.
    /// </summary>
    public static IServiceCollection AddWorkflowGen(this IServiceCollection services, Action<WorkflowGenBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        var builder = services.FirstOrDefault(s => s.ServiceType == typeof(WorkflowGenBuilder))?.ImplementationInstance as WorkflowGenBuilder;
        if (builder is null)
        {
            builder = new WorkflowGenBuilder(services);
            services.AddSingleton(builder);
            services.AddSingleton(static provider => new WorkflowEngine(provider));
            services.AddSingleton(static provider => new WorkflowAdministration(provider.GetRequiredService<WorkflowEngine>()));
            services.AddSingleton(static provider => provider.GetRequiredService<WorkflowEngine>().Schedules);
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkflowHostedService>(
                static provider => new WorkflowHostedService(provider.GetRequiredService<WorkflowEngine>())));
        }
        configure(builder);
        return services;
    }
}
