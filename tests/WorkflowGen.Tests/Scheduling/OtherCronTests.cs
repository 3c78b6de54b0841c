using NCrontab;
using WorkflowGen.Scheduling;
using QuartzCron = Quartz.CronExpression;

namespace WorkflowGen.Tests.Scheduling;

/// <summary>
/// The same instants as two other implementations, where the dialects agree. NCrontab (3.3) has no L, W, # and ?; it joins restricted day fields by "and" where ours, as POSIX, says "or", so one of them is open here; with seconds it does not begin anew with the first of
/// them in the next hour, so it is asked for minutes. Quartz (3.22) counts weekdays from
/// 1 (Sunday), so they are given by name; of its day fields one must be <c>?</c>; it drops the step of a range of names, and reads no range from a name to a number: none of these is drawn.
/// </summary>
public sealed class OtherCronTests
{
    private const int Expressions = 400;

    [Fact]
    public void NCrontab_agrees()
    {
        var random = new Random(1);
        var texts = new CronTexts(random);
        for (var i = 0; i < Expressions; i++)
        {
            var (day, weekday) = random.Next(2) == 0 ? (texts.Days(), "*") : ("*", texts.Weekdays());
            var cron = $"{texts.Minutes()} {texts.Hours()} {day} {texts.Months()} {weekday}";
            var ours = CronExpression.Parse(cron).Expression!;
            var theirs = CrontabSchedule.Parse(cron);
            var time = Start(random);
            var end = time.AddYears(10);
            for (var n = 0; n < 50; n++)
            {
                var expected = theirs.GetNextOccurrence(time, end);
                var actual = ours.AtOrAfter(time.AddSeconds(1));
                if (expected >= end)
                {
                    Assert.True(actual is null || actual >= end, cron);
                    break;
                }
                Assert.True(actual == expected, $"{cron} after {time:s}: {actual:s}, and theirs {expected:s}");
                time = expected;
            }
        }
    }

    [Fact]
    public void Quartz_agrees()
    {
        var random = new Random(2);
        var texts = new CronTexts(random, stepsOfNames: false);
        for (var i = 0; i < Expressions; i++)
        {
            var (day, weekday) = random.Next(4) switch
            {
                0 => (texts.Days(), "?"),
                1 => ("?", texts.Weekdays()),
                2 => (texts.SpecialDay(), "?"),
                _ => ("?", texts.SpecialWeekday()),
            };
            var cron = $"{texts.Seconds()} {texts.Minutes()} {texts.Hours()} {day} {texts.Months()} {weekday}";
            var ours = CronExpression.Parse(cron).Expression!;
            var theirs = new QuartzCron(cron) { TimeZone = TimeZoneInfo.Utc };
            var time = Start(random);
            for (var n = 0; n < 50; n++)
            {
                var expected = theirs.GetNextValidTimeAfter(new DateTimeOffset(time, TimeSpan.Zero))?.UtcDateTime;
                var actual = ours.AtOrAfter(time.AddSeconds(1));
                // It looks a hundred years ahead of today at most.
                if (expected is null)
                {
                    Assert.True(actual is null || actual.Value.Year > 2100, cron);
                    break;
                }
                Assert.True(actual == expected, $"{cron} after {time:s}: {actual:s}, and theirs {expected:s}");
                time = expected.Value;
            }
        }
    }

    private static DateTime Start(Random random) => new DateTime(random.Next(1990, 2090), 1, 1).AddSeconds(random.Next(365 * 86_400));
}
