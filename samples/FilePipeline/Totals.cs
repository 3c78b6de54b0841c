using System.Globalization;
using System.Text;

namespace FilePipeline;

/// <summary>The table at the end: one row per kind of file, and the files that something was wrong with.</summary>
internal sealed class Totals
{
    private const int ShownProblems = 20;

    private readonly SortedDictionary<FileKind, Row> _rows = [];
    private readonly List<FileEntry> _problems = [];

    public int Files { get; private set; }

    public int Problems { get; private set; }

    public void Add(FileEntry entry)
    {
        Files++;
        if (entry.Outcome is not FileEntry.Done)
        {
            Problems++;
            if (_problems.Count < ShownProblems)
                _problems.Add(entry);
        }
        if (!_rows.TryGetValue(entry.Kind, out var row))
            _rows.Add(entry.Kind, row = new Row());
        row.Files++;
        row.Bytes += entry.Size;
        row.Compressed += entry.CompressedSize ?? 0;
        row.Lines += entry.Counts?.Lines ?? 0;
        row.Words += entry.Counts?.Words ?? 0;
        row.Longest = Math.Max(row.Longest, entry.Counts?.LongestLine ?? 0);
    }

    public void Print(TextWriter console)
    {
        List<string[]> table = [["kind", "files", "bytes", "compressed", "lines", "words", "longest line"]];
        var total = new Row();
        foreach (var (kind, row) in _rows)
        {
            table.Add(row.Cells(kind.ToString().ToLowerInvariant()));
            total.Add(row);
        }
        table.Add(total.Cells("total"));

        var widths = Enumerable.Range(0, table[0].Length).Select(column => table.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < table.Count; i++)
        {
            console.WriteLine(string.Join("  ", table[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
            if (i == 0 || i == table.Count - 2)
                console.WriteLine(new string('-', widths.Sum() + (2 * (widths.Length - 1))));
        }

        if (Problems == 0)
            return;
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Problems:N0} not done:"));
        foreach (var entry in _problems)
            console.WriteLine($"  {entry.Outcome,-10}  {OneLine.Short(entry.Path)}: {entry.Detail}");
        if (Problems > _problems.Count)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {Problems - _problems.Count:N0} more, all of them in the report"));
    }

    private sealed class Row
    {
        public long Files, Bytes, Compressed, Lines, Words, Longest;

        public void Add(Row other)
        {
            Files += other.Files;
            Bytes += other.Bytes;
            Compressed += other.Compressed;
            Lines += other.Lines;
            Words += other.Words;
            Longest = Math.Max(Longest, other.Longest);
        }

        public string[] Cells(string name) => [name, .. new[] { Files, Bytes, Compressed, Lines, Words, Longest }.Select(n => n.ToString("N0", CultureInfo.InvariantCulture))];
    }
}
