using System.Globalization;
using System.Text;
using FilePipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WorkflowGen.Storage;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var arguments = Arguments.Parse(args);
    if (arguments.Help)
    {
        Console.WriteLine(Arguments.Usage);
        return 0;
    }
    return await RunAsync(arguments);
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<int> RunAsync(Arguments arguments)
{
    using var output = OutputFolder.Open(
        arguments.Output, arguments.Folder, arguments.Fresh, waiting: () => Console.WriteLine($"Another FilePipeline works in '{arguments.Output}': waiting for it to end."));
    var job = Job.Open(output, arguments.Folder, arguments.Excludes);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{job.Count:N0} files, {job.Bytes:N0} bytes below '{OneLine.Of(arguments.Folder)}'{(job.Resumed ? " (going on with the list of an earlier start)" : "")}"));

    using var log = new ExecutionLog(output);
    using var host = BuildHost(arguments, output, log);
    await host.StartAsync();
    var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    _ = output.Trouble.ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);

    var totals = new Totals();
    var tryAgain = new List<string>();
    var progress = new Progress(Console.Out, job.Count, terminal: !Console.IsOutputRedirected);
    using var report = new Report(output);
    try
    {
        await new Pipeline(host.Services.GetRequiredService<FileWorkflowClient>(), job, 2 * arguments.Parallel).RunAsync(
            (id, entry) =>
            {
                report.Add(entry);
                totals.Add(entry);
                if (entry.MayBeTriedAgain)
                    tryAgain.Add(id);
                progress.Show(totals.Files);
                return ValueTask.CompletedTask;
            },
            stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        progress.End();
        await host.StopAsync();
        Console.Error.WriteLine(output.Trouble.IsCompleted
            ? $"{await output.Trouble} When that is repaired, run the same command again to go on."
            : string.Create(CultureInfo.InvariantCulture, $"Stopped after {totals.Files:N0} of {job.Count:N0} files. Run the same command again to go on."));
        return output.Trouble.IsCompleted ? 1 : 130;
    }

    progress.End();
    report.Publish();
    job.End(tryAgain);
    await host.StopAsync();
    Console.WriteLine();
    totals.Print(Console.Out);
    Console.WriteLine();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.Steps:N0} steps done so far, {log.Starts - log.Steps:N0} of them begun again after a kill: {output.Executions}"));
    Console.WriteLine($"report: {output.Report}");
    return 0;
}

static IHost BuildHost(Arguments arguments, OutputFolder output, ExecutionLog log)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
    builder.Services.AddSingleton(output).AddSingleton(log).AddSingleton(new SourceFolder(arguments.Folder));
    builder.Services.AddWorkflowGen(w => w
        .AddWorkflow<FileWorkflow>()
        .UseSqlite(output.ConnectionString)
        .Configure(o =>
        {
            o.MaxConcurrentRuns = arguments.Parallel;
            // Being killed again and again is what this job is made for; no file is to be given up because of it.
            o.MaxClaimsWithoutProgress = int.MaxValue;
        }));
    return builder.Build();
}
