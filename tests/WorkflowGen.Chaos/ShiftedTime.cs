using System.Globalization;

namespace WorkflowGen.Chaos;

/// <summary>The system's clock, moved by as many seconds as a file says. Timers go on as they were: a clock that is set does not make time pass.</summary>
internal sealed class ShiftedTime : TimeProvider, IDisposable
{
    private readonly string _path;
    private readonly Timer _timer;
    private long _shiftTicks;

    public ShiftedTime(string path)
    {
        _path = path;
        Read();
        _timer = new Timer(_ => Read(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Volatile.Read(ref _shiftTicks));

    public void Dispose() => _timer.Dispose();

    private void Read()
    {
        try
        {
            if (double.TryParse(File.ReadAllText(_path), CultureInfo.InvariantCulture, out var seconds))
                Volatile.Write(ref _shiftTicks, TimeSpan.FromSeconds(seconds).Ticks);
        }
        catch (IOException)
        {
            // Not there, or being written: as before.
        }
    }
}
