using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FilePipeline;

/// <summary>
/// The list of files that one job works through. It is on disk, whole, before the first file is touched, so that a job that was killed goes on with the same list; a job that has ended is followed by one with a new list.
/// </summary>
internal sealed class Job
{
    private readonly string _folder;
    private readonly string _list;
    private readonly string _ended;
    private readonly string _tryAgain;
    private readonly string _source;

    private Job(string folder, string source)
    {
        _folder = folder;
        _source = source;
        _list = Path.Combine(folder, "files.jsonl");
        _ended = Path.Combine(folder, "ended");
        _tryAgain = Path.Combine(folder, "try-again");
    }

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Whether an earlier process has left the job unfinished.</summary>
    public bool Resumed { get; private set; }

    public static Job Open(OutputFolder output, string source, IReadOnlyList<string> excludes)
    {
        var job = new Job(output.Job(source), source);
        Directory.CreateDirectory(job._folder);
        job.Resumed = File.Exists(job._list) && !File.Exists(job._ended);
        if (!job.Resumed)
            job.List(output, excludes);
        foreach (var file in job.Files())
        {
            job.Count++;
            job.Bytes += file.Size;
        }
        return job;
    }

    public IEnumerable<ListedFile> Files() =>
        File.ReadLines(_list).Select(line => JsonSerializer.Deserialize(line, PipelineJson.Default.ListedFile)!);

    /// <summary>The same file in the same state has the same run, in every job: what was done once is not done again.</summary>
    public string RunId(ListedFile file)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"{_source}\0{file.Path}\0{file.Kind}\0{file.Size}\0{file.Modified}\0{file.Twin}\0{file.Round}");
        return "file-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..40];
    }

    /// <summary>The job is over, its report written. Files that were not to be had are tried again by the next job.</summary>
    public void End(IEnumerable<string> tryAgain)
    {
        File.AppendAllLines(_tryAgain, tryAgain);
        File.WriteAllText(_ended, "");
    }

    private void List(OutputFolder output, IReadOnlyList<string> excludes)
    {
        HashSet<string> tried = File.Exists(_tryAgain) ? [.. File.ReadLines(_tryAgain)] : [];
        var temporary = Path.Combine(output.Temporary, "files.jsonl");
        using (var writer = new StreamWriter(temporary))
        {
            foreach (var file in new FolderWalk(_source, excludes).Files())
            {
                var next = file;
                while (tried.Contains(RunId(next)))
                    next = next with { Round = next.Round + 1 };
                writer.Write(JsonSerializer.Serialize(next, PipelineJson.Default.ListedFile));
                writer.Write('\n');
            }
        }

        // The new list first: a list without its mark is a job under way.
        File.Move(temporary, _list, overwrite: true);
        File.Delete(_ended);
    }
}
