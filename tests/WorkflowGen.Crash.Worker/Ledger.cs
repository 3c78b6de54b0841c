using System.Text;

namespace WorkflowGen.Crash.Worker;

/// <summary>
/// What the parent goes by: lines in the order in which things became known, in a file that outlives the process. One write per call, so that no line is cut in two by a kill.
/// </summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Append(string lines)
    {
        if (lines.Length == 0)
            return;
        lock (_gate)
            _file.Write(Encoding.UTF8.GetBytes(lines));
    }

    public void Dispose() => _file.Dispose();
}
