using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowGen.Execution;
using WorkflowGen.Hosting;
using WorkflowGen.Hosting.Schedules;
using WorkflowGen.Journal;
using WorkflowGen.Storage;
using WorkflowGen.Tests.Scheduling;

namespace WorkflowGen.Tests.Hosting.Schedules;

/// <summary>
/// Several schedulers over one store that refuses calls, loses answers and lets another one in right before a commit, on a clock that jumps both ways. Each commit that takes effect is compared with what an oracle of its own says: minute by
/// minute, by the policies as the documentation has them.
/// </summary>
internal sealed class ScheduleSimulation
{
    private const string Cron = "7,31 * * * *";

    private readonly Random _random;
    private readonly InMemoryWorkflowStore _inner = new();
    private readonly Scheduler[] _schedulers;
    private readonly ScheduleDefinition _schedule;
    private readonly List<string> _started = [];
    private readonly List<DateTimeOffset> _queue = [];
    private DateTimeOffset? _cursor;
    private bool _isCalm;
    private int _depth;
    private int _ended;

    public ScheduleSimulation(int seed, ScheduleOverlap overlap, ScheduleMissed missed)
    {
        _random = new Random(seed);
        _schedule = new ScheduleDefinition("sweep", Cron) { Overlap = overlap, Missed = missed };
        var store = new FaultyStore(this);
        _schedulers = [.. Enumerable.Range(0, 3).Select(_ => new Scheduler([Workflow()], store, new EngineLog(NullLogger.Instance), null, 1024))];

        WorkflowDefinition Workflow() => new("sweep", 1, "0", [new NodeDefinition("Work", [], [])], [], -1) { Schedules = [_schedule] };
    }

    public int Faults { get; private set; }

    public int Races { get; private set; }

    public int Runs => _started.Count;

    private DateTimeOffset Now { get; set; } = new(2026, 11, 20, 8, 0, 30, TimeSpan.Zero);

    public async Task PlayAsync()
    {
        for (var i = 0; i < 150; i++)
        {
            Now += _random.Next(12) switch
            {
                0 => TimeSpan.FromHours(_random.Next(1, 30)),
                1 => -TimeSpan.FromMinutes(_random.Next(1, 90)),
                < 5 => TimeSpan.FromSeconds(_random.Next(1, 40)),
                < 8 => TimeSpan.FromMinutes((67 - Now.Minute) % 60) + TimeSpan.FromSeconds(_random.Next(-59, 60)), // near one
                _ => TimeSpan.FromMinutes(_random.Next(1, 15)),
            };
            if (_random.Next(3) == 0)
                await EndOneAsync();
            await LookAsync(_schedulers[_random.Next(3)]);
        }

        // In calm everything that was decided is kept.
        _isCalm = true;
        for (var quiet = 0; quiet < 2;)
        {
            var before = _started.Count;
            await EndOneAsync();
            await LookAsync(_schedulers[0]);
            quiet = _started.Count == before && _queue.Count == 0 ? quiet + 1 : 0;
        }
        var runs = new List<string>();
        for (var query = new RunQuery { Limit = 1000 }; ;)
        {
            var page = await _inner.ListAsync(query, default);
            runs.AddRange(page.Runs.Select(static r => r.RunId));
            if (page.Next is null)
                break;
            query = query with { After = page.Next };
        }
        Assert.Equal(_started.Order(StringComparer.Ordinal), runs.Order(StringComparer.Ordinal));
    }

    private async Task LookAsync(Scheduler scheduler)
    {
        try
        {
            await scheduler.LookAsync(() => Now, default);
        }
        catch (StoreException)
        {
            // The scheduler looks again, as its loop does.
        }
    }

    /// <summary>The oldest run that is under way ends.</summary>
    private async Task EndOneAsync()
    {
        if (_ended < _started.Count)
        {
            var id = _started[_ended++];
            var head = (await _inner.GetAsync(id, default))!;
            var heads = await _inner.ClaimAsync(new ClaimRequest { Owner = "worker", Now = head.CreatedAt.AddYears(1), LeaseUntil = head.CreatedAt.AddYears(1), Limit = 1, RunId = id }, default);
            var batch = new RecordBatch();
            batch.Add(0, JournalEncoder.RunEnded(batch.Buffer, RunStatus.Completed, Now, []));
            batch.Head = new HeadChange { Status = RunStatus.Completed, At = Now };
            Assert.Equal(CommitResult.Committed, await _inner.CommitAsync(batch.ToCommit(id, heads[0].Epoch, heads[0].LastSequence, default), default));
        }
    }

    private async ValueTask<bool> IsUnderWayAsync() => _started.Count > 0 && !(await _inner.GetAsync(_started[^1], default))!.Status.IsTerminal();

    /// <summary>What the documentation says of a look at this time.</summary>
    private List<string> Expect(DateTimeOffset now, bool isUnderWay)
    {
        var missed = new List<DateTimeOffset>();
        var onTime = new List<DateTimeOffset>();
        for (var minute = new DateTimeOffset(_cursor!.Value.Year, _cursor.Value.Month, _cursor.Value.Day, _cursor.Value.Hour, _cursor.Value.Minute, 0, TimeSpan.Zero); minute <= now; minute = minute.AddMinutes(1))
        {
            if (minute > _cursor && CronOracle.Fits(Cron, minute.UtcDateTime))
                (now - minute > TimeSpan.FromMinutes(1) ? missed : onTime).Add(minute);
        }
        _cursor = now > _cursor ? now : _cursor;
        missed = _schedule.Missed switch { ScheduleMissed.Skip => [], ScheduleMissed.One => [.. missed.TakeLast(1)], _ => missed };
        var starts = new List<DateTimeOffset>();
        switch (_schedule.Overlap)
        {
            case ScheduleOverlap.Allow:
                starts = [.. missed, .. onTime];
                break;
            case ScheduleOverlap.CancelPrevious:
                starts = [.. missed.Concat(onTime).TakeLast(1)];
                break;
            case ScheduleOverlap.Queue:
                _queue.AddRange([.. missed, .. onTime]);
                break;
            default:
                _queue.AddRange(missed);
                if (!isUnderWay)
                    starts = [.. onTime.Take(1)];
                break;
        }
        if (starts.Count == 0 && !isUnderWay && _queue.Count > 0)
        {
            starts.Add(_queue[0]);
            _queue.RemoveAt(0);
        }
        return [.. starts.Select(static s => "sweep." + s.ToString("yyyyMMddTHHmmssZ", CultureInfo.InvariantCulture))];
    }

    private sealed class FaultyStore(ScheduleSimulation simulation) : DelegatingStore(simulation._inner), IScheduleStore
    {
        protected override ValueTask<T> AroundAsync<T>(Call call, string? runId, Func<ValueTask<T>> inner)
        {
            Refuse();
            return inner();
        }

        public async ValueTask<long?> CommitScheduleAsync(ScheduleCommit commit, CancellationToken cancellationToken)
        {
            Refuse();
            if (!simulation._isCalm && simulation._depth == 0 && simulation._random.Next(4) == 0)
            {
                simulation._depth++;
                simulation.Races++;
                await simulation.LookAsync(simulation._schedulers[simulation._random.Next(3)]);
                simulation._depth--;
            }
            var isUnderWay = await simulation.IsUnderWayAsync();
            var previous = simulation._started.LastOrDefault();
            var revision = await simulation._inner.CommitScheduleAsync(commit, cancellationToken);
            if (revision == 1)
            {
                simulation._cursor = commit.At;
                Assert.Empty(commit.Starts);
            }
            else if (revision is not null)
            {
                Assert.Equal(simulation.Expect(commit.At, isUnderWay), commit.Starts.Select(static s => s.RunId));
                simulation._started.AddRange(commit.Starts.Select(static s => s.RunId));
                Assert.Equal(simulation._schedule.Overlap == ScheduleOverlap.CancelPrevious && isUnderWay && commit.Starts.Count > 0 ? [previous!] : [], commit.Cancels);
            }
            Refuse();
            return revision;
        }

        public async ValueTask<StoredSchedule?> GetScheduleAsync(string name, CancellationToken cancellationToken)
        {
            Refuse();
            return await simulation._inner.GetScheduleAsync(name, cancellationToken);
        }

        public async ValueTask<IReadOnlyList<StoredSchedule>> ListSchedulesAsync(CancellationToken cancellationToken)
        {
            Refuse();
            return await simulation._inner.ListSchedulesAsync(cancellationToken);
        }

        private void Refuse()
        {
            if (simulation._isCalm || simulation._random.Next(8) > 0)
                return;
            simulation.Faults++;
            throw new StoreException(StoreFailure.Unavailable, "The simulation has refused this call, or lost its answer.");
        }
    }
}
