using System.Globalization;
using WorkflowGen.Scheduling;

namespace WorkflowGen.Tests.Scheduling;

public sealed class ZonedCronTests
{
    /// <summary>Zones and days on which their clocks do something: a gap, an overlap, half an hour, a midnight that does not exist, a day that does not exist, a month off summer time.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "Europe/Berlin", "2026-03-28" },
        { "Europe/Berlin", "2026-10-24" },
        { "America/New_York", "2026-03-07" },
        { "America/New_York", "2026-10-31" },
        { "Australia/Lord_Howe", "2026-04-04" },
        { "Australia/Lord_Howe", "2026-10-03" },
        { "Africa/Casablanca", "2026-02-14" },
        { "Africa/Casablanca", "2026-03-21" },
        { "Asia/Kathmandu", "1985-12-31" },
        { "Asia/Kathmandu", "2026-06-01" },
        { "America/Sao_Paulo", "2017-10-14" },
        { "America/Sao_Paulo", "2018-02-17" },
        { "Asia/Beirut", "2023-03-29" },
        { "Pacific/Apia", "2011-12-29" },
        { "UTC", "2026-03-28" },
    };

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")] // no half past two: at three
    [InlineData("*/10 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:00Z")] // all six fall together
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")] // twice half past two: the first
    [InlineData("30 * * * *", "Europe/Berlin", "2026-10-24T23:45Z", "2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-25T02:30Z")] // each hour that passes
    [InlineData("0 2,3 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:00Z")] // two and three are one instant
    [InlineData("0 0 * * *", "America/Sao_Paulo", "2017-10-14T12:00Z", "2017-10-15T03:00Z 2017-10-16T02:00Z")] // no midnight
    [InlineData("0 12 * * *", "Pacific/Apia", "2011-12-29T12:00Z", "2011-12-29T22:00Z 2011-12-30T10:00Z 2011-12-30T22:00Z")] // no 30 December: at the first instant of the 31st
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00Z", "2026-10-03T15:30Z 2026-10-04T15:15Z")] // half an hour
    public void Clocks_that_change(string cron, string zone, string after, string expected)
    {
        var calendar = Calendar(cron, zone);
        var time = Instant(after);
        foreach (var next in expected.Split(' ').Select(Instant))
        {
            Assert.Equal(next, calendar.After(time));
            Assert.Equal(next, calendar.AtOrBefore(next));
            time = next;
        }
    }

    [Theory, MemberData(nameof(Changes))]
    public void Every_minute_around_a_change_agrees_with_the_oracle(string zone, string day)
    {
        var random = new Random(zone.Sum(static c => c) + day.Sum(static c => c));
        var start = new DateTimeOffset(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.Zero).AddHours(-18);
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var texts = new CronTexts(random);
        for (var i = 0; i < 40; i++)
        {
            var hours = random.Next(3) == 0 ? "*" : random.Next(3) == 0 ? $"*/{random.Next(1, 6)}" : random.Next(2) == 0 ? random.Next(4).ToString(CultureInfo.InvariantCulture) : texts.Hours();
            var cron = $"{texts.Minutes()} {hours} {(random.Next(4) == 0 ? texts.Days() : "*")} * {(random.Next(4) == 0 ? texts.Weekdays() : "*")}";
            var calendar = new ZonedCron(CronExpression.Parse(cron).Expression!, clock);
            var expected = Oracle(cron, clock, start, start.AddDays(4));
            var actual = new List<DateTimeOffset>();
            for (var at = calendar.After(start); at < start.AddDays(4); at = calendar.After(at.Value))
                actual.Add(at.Value);
            Assert.True(expected.SequenceEqual(actual), $"{cron} in {zone}:\nexpected {string.Join(" ", expected.Except(actual).Take(5).Select(static t => t.ToString("u", CultureInfo.InvariantCulture)))}\nactual {string.Join(" ", actual.Except(expected).Take(5).Select(static t => t.ToString("u", CultureInfo.InvariantCulture)))}");

            // And from anywhere between, in both directions.
            for (var probe = start.AddHours(24); probe < start.AddHours(90); probe = probe.AddMinutes(random.Next(1, 200)))
            {
                if (expected.Any(t => t > probe))
                    Assert.True(calendar.After(probe) == expected.First(t => t > probe), $"{cron} in {zone} after {probe:u}");
                if (expected.Any(t => t <= probe))
                    Assert.True(calendar.AtOrBefore(probe) == expected.Last(t => t <= probe), $"{cron} in {zone} before {probe:u}: {calendar.AtOrBefore(probe):u}");
            }
        }
    }

    [Theory]
    [InlineData("0 * 29 2 *", "Africa/Casablanca")]
    [InlineData("30 */2 1 1 *", "America/New_York")]
    public void A_time_far_away_is_found_over_changes_in_between(string cron, string zone)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var calendar = Calendar(cron, zone);
        var at = Instant("2025-03-01T00:00Z");
        for (var i = 0; i < 60; i++)
        {
            var next = calendar.After(at)!.Value;
            Assert.True(CronOracle.Fits(cron, TimeZoneInfo.ConvertTime(next, clock).DateTime));
            Assert.Equal(next, calendar.AtOrBefore(next.AddHours(30).AddSeconds(-1)) is { } last && last > next ? calendar.After(at) : calendar.AtOrBefore(next));
            at = next;
        }
    }

    /// <summary>Minute by minute: what clocks show, and, for a fixed hour, the local times in their order.</summary>
    private static List<DateTimeOffset> Oracle(string cron, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var due = new SortedSet<DateTimeOffset>();
        var isElapsed = cron.Split(' ')[1][0] == '*';
        var shown = new Dictionary<DateTime, DateTimeOffset>();
        for (var minute = from.AddDays(-2); minute < to.AddDays(2); minute = minute.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(minute, zone).DateTime;
            shown.TryAdd(local, minute);
            if (isElapsed && CronOracle.Fits(cron, local))
                due.Add(minute);
        }
        if (!isElapsed)
        {
            DateTimeOffset? after = null;
            var first = TimeZoneInfo.ConvertTime(from.AddDays(-1), zone).DateTime;
            for (var local = TimeZoneInfo.ConvertTime(to.AddDays(1), zone).DateTime; local > first; local = local.AddMinutes(-1))
            {
                // Backwards: where clocks do not show it, the next that they show.
                if (shown.TryGetValue(local, out var minute))
                    after = minute;
                if (after is { } at && CronOracle.Fits(cron, local))
                    due.Add(at);
            }
        }
        return [.. due.Where(t => t > from && t < to)];
    }

    private static ZonedCron Calendar(string cron, string zone) => new(CronExpression.Parse(cron).Expression!, TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
