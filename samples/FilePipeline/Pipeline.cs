using System.Threading.Channels;
using WorkflowGen;

namespace FilePipeline;

/// <summary>Starts a run for every file of the job, many at a time, and takes the entries in the order of the list.</summary>
internal sealed class Pipeline(FileWorkflowClient client, Job job, int parallel)
{
    public async Task RunAsync(Func<string, FileEntry, ValueTask> take, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The bound keeps memory flat however long the list is.
        var entries = Channel.CreateBounded<(string Id, Task<FileEntry> Entry)>(parallel);
        var starting = Task.Run(
            async () =>
            {
                try
                {
                    foreach (var file in job.Files())
                    {
                        var id = job.RunId(file);
                        await entries.Writer.WriteAsync((id, EntryAsync(id, file, stop.Token)), stop.Token);
                    }
                    entries.Writer.Complete();
                }
                catch (Exception e)
                {
                    entries.Writer.Complete(e);
                }
            },
            CancellationToken.None);

        try
        {
            await foreach (var (id, entry) in entries.Reader.ReadAllAsync(cancellationToken))
                await take(id, await entry.WaitAsync(cancellationToken));
        }
        finally
        {
            await stop.CancelAsync();
            await starting;
        }
    }

    private async Task<FileEntry> EntryAsync(string id, ListedFile file, CancellationToken cancellationToken)
    {
        try
        {
            var run = await client.StartAsync(id, file, cancellationToken: cancellationToken);
            return await run.WaitAsync(cancellationToken);
        }
        catch (RunException e)
        {
            return FileEntry.Failed(file, e.Message);
        }
    }
}
