using System.Text.Json;

namespace FilePipeline;

/// <summary>Writes the report entry by entry, in the order of the list: no times, nothing that differs between two runs over the same files.</summary>
internal sealed class Report : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly StreamWriter _writer;
    private bool _first = true;

    public Report(OutputFolder output)
    {
        _target = output.Report;
        _temporary = Path.Combine(output.Temporary, "report.json");
        _writer = new StreamWriter(_temporary);
        _writer.Write('[');
    }

    public void Add(FileEntry entry)
    {
        _writer.Write(_first ? "\n  " : ",\n  ");
        _writer.Write(JsonSerializer.Serialize(entry, PipelineJson.Default.FileEntry));
        _first = false;
    }

    /// <summary>Puts the report in its place, whole.</summary>
    public void Publish()
    {
        _writer.Write(_first ? "]\n" : "\n]\n");
        _writer.Dispose();
        File.Move(_temporary, _target, overwrite: true);
    }

    public void Dispose() => _writer.Dispose();
}
