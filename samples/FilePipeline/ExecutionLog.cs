using System.Text;
using WorkflowGen;

namespace FilePipeline;

/// <summary>
/// Counts how often each step was executed, in a file that only grows. <c>start</c>: one line per execution. <c>done</c>: one line per step, written when its work was done and before its checkpoint.
/// A step whose process was killed between its start and its checkpoint is executed again and has a second <c>start</c>; one that had its checkpoint never has. <c>done</c> is an effect like any other: it is keyed
/// by run and step, and a repeat of the step does not write it again.
/// </summary>
[AllowNondeterminism("counts what happened; nothing that a step returns depends on it")]
public sealed class ExecutionLog : IDisposable
{
    private readonly OutputFolder _output;
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    // Per run, the steps with a line but perhaps no checkpoint. Of a run that got to its last step, only that one.
    private readonly Dictionary<string, List<string>> _done = [];

    public ExecutionLog(OutputFolder output)
    {
        _output = output;
        if (File.Exists(output.Executions))
            Load(output.Executions);
        _file = new FileStream(output.Executions, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public long Starts { get; private set; }

    public long Steps { get; private set; }

    public async Task<T> CountAsync<T>(StepContext step, ListedFile file, Func<Task<T>> work)
    {
        try
        {
            Append("start", step, file);
        }
        catch (IOException e)
        {
            await _output.HoldAsync(e, step.CancellationToken);
        }

        var result = await work();

        try
        {
            Append("done", step, file);
        }
        catch (IOException e)
        {
            await _output.HoldAsync(e, step.CancellationToken);
        }
        return result;
    }

    public void Dispose() => _file.Dispose();

    private void Append(string what, StepContext step, ListedFile file)
    {
        var line = Encoding.UTF8.GetBytes($"{what}\t{step.StepName}\t{step.RunId}\t{OneLine.Of(file.Path)}\n");
        lock (_gate)
        {
            if (what == "done" && _done.TryGetValue(step.RunId, out var steps) && steps.Remove(step.StepName))
                return;
            _file.Write(line);
            Count(what);
        }
    }

    private void Count(string what)
    {
        if (what == "start")
            Starts++;
        else
            Steps++;
    }

    private void Load(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.Split('\t', 4) is not [var what, var step, var run, _])
                continue;
            Count(what);
            if (what == "start")
                continue;
            if (!_done.TryGetValue(run, out var steps))
                _done.Add(run, steps = []);
            if (step == FileWorkflow.LastStep)
                steps.Clear();
            steps.Add(step);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (file.Length == 0)
            return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            file.WriteByte((byte)'\n');
    }
}
