using System.Diagnostics;
using System.Globalization;

namespace FilePipeline;

/// <summary>A bar on a terminal; elsewhere a line per tenth, so that a log stays readable.</summary>
internal sealed class Progress(TextWriter console, int total, bool terminal)
{
    private const int Width = 40;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _drawn = TimeSpan.FromSeconds(-1);
    private int _tenth;

    public void Show(int done)
    {
        if (total == 0)
            return;
        if (!terminal)
        {
            var tenth = (int)(10L * done / total);
            if (tenth > _tenth)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{10 * tenth,3} %  {done:N0} of {total:N0} files"));
            _tenth = tenth;
            return;
        }
        if (done < total && _clock.Elapsed - _drawn < TimeSpan.FromMilliseconds(50))
            return;
        _drawn = _clock.Elapsed;
        var filled = (int)((long)Width * done / total);
        var rate = done / Math.Max(_clock.Elapsed.TotalSeconds, 0.001);
        console.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {done:N0} of {total:N0} files, {rate:N0}/s  "));
    }

    public void End()
    {
        if (terminal && total > 0)
            console.WriteLine();
    }
}
