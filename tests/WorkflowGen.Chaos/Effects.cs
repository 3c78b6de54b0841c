using System.Globalization;
using System.Text;

namespace WorkflowGen.Chaos;

/// <summary>
/// What steps do to the world: a line in a file of the worker's own, each with one write, so that a kill cuts none in two. Every effect is kept, also those of a worker that was fenced off; what counts once is told by the key.
/// </summary>
[AllowNondeterminism("writes down what happens, and takes a moment for it; nothing that a step returns depends on it")]
public sealed class Effects : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public Effects(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public async Task HappenAsync(StepContext step)
    {
        Write("do", step, "");
        await Task.Delay(TimeSpan.FromMilliseconds(1), step.CancellationToken).ConfigureAwait(false);
    }

    public async Task UndoAsync(StepContext step, bool fails)
    {
        if (fails)
            throw new InvalidOperationException("the undoing fails the first time");
        Write("undo", step, "");
        await Task.Delay(TimeSpan.FromMilliseconds(1), step.CancellationToken).ConfigureAwait(false);
    }

    private void Write(string what, StepContext step, string more)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{what} {step.RunId} {step.StepName} {step.Round} {step.Element ?? -1} {step.Attempt} {step.IdempotencyKey}{more}\n");
        lock (_gate)
            _file.Write(Encoding.UTF8.GetBytes(line));
    }

    public void Dispose() => _file.Dispose();
}
