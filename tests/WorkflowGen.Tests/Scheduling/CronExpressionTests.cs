using System.Diagnostics;
using System.Globalization;
using WorkflowGen.Scheduling;

namespace WorkflowGen.Tests.Scheduling;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("0 2 * * MON-FRI", "2026-11-20T02:00:00", "2026-11-23T02:00:00 2026-11-24T02:00:00")]
    [InlineData("*/20 * * * * *", "2026-01-01T00:00:00", "2026-01-01T00:00:20 2026-01-01T00:00:40 2026-01-01T00:01:00")]
    [InlineData("0 0 L * *", "2024-02-01T00:00:00", "2024-02-29T00:00:00 2024-03-31T00:00:00")]
    [InlineData("0 0 L-3 * *", "2026-02-01T00:00:00", "2026-02-25T00:00:00 2026-03-28T00:00:00")]
    [InlineData("0 0 LW * *", "2026-01-01T00:00:00", "2026-01-30T00:00:00 2026-02-27T00:00:00")]
    [InlineData("0 0 15W * *", "2026-02-01T00:00:00", "2026-02-16T00:00:00 2026-03-16T00:00:00 2026-04-15T00:00:00")]
    [InlineData("0 0 1W 8 *", "2026-01-01T00:00:00", "2026-08-03T00:00:00")]
    [InlineData("0 0 * * FRIL", "2026-01-01T00:00:00", "2026-01-30T00:00:00 2026-02-27T00:00:00")]
    [InlineData("0 0 * * 5#2", "2026-01-01T00:00:00", "2026-01-09T00:00:00 2026-02-13T00:00:00")]
    [InlineData("0 0 13 * FRI", "2026-01-01T00:00:00", "2026-01-02T00:00:00 2026-01-09T00:00:00 2026-01-13T00:00:00")]
    [InlineData("0 0 */2 * FRI", "2026-01-01T00:00:00", "2026-01-09T00:00:00 2026-01-23T00:00:00")]
    [InlineData("0 22-1 * * *", "2026-01-01T00:30:00", "2026-01-01T01:00:00 2026-01-01T22:00:00 2026-01-01T23:00:00 2026-01-02T00:00:00")]
    [InlineData("0 0 1 NOV-FEB *", "2026-01-15T00:00:00", "2026-02-01T00:00:00 2026-11-01T00:00:00 2026-12-01T00:00:00 2027-01-01T00:00:00")]
    [InlineData("0 0 * * FRI-MON/2", "2026-01-01T00:00:00", "2026-01-02T00:00:00 2026-01-04T00:00:00 2026-01-09T00:00:00")]
    [InlineData("0 0 * * 5-7", "2026-01-01T00:00:00", "2026-01-02T00:00:00 2026-01-03T00:00:00 2026-01-04T00:00:00 2026-01-09T00:00:00")]
    [InlineData("@weekly", "2026-01-01T00:00:00", "2026-01-04T00:00:00 2026-01-11T00:00:00")]
    public void Times_come_in_order(string cron, string after, string expected)
    {
        var expression = CronExpression.Parse(cron).Expression!;
        var time = Time(after);
        foreach (var next in expected.Split(' ').Select(Time))
        {
            Assert.Equal(next, expression.AtOrAfter(time.AddSeconds(1)));
            Assert.Equal(next, expression.AtOrAfter(next));
            Assert.Equal(next, expression.AtOrBefore(next.AddSeconds(1).AddTicks(-1)));
            time = next;
        }
    }

    [Fact]
    public void A_day_that_comes_every_forty_years_is_found_and_one_that_never_does_is_known()
    {
        // The leap day falls on a given weekday every 28 years, but for years like 1900 and 2100.
        var rare = CronExpression.Parse("0 0 * 2 SAT#5").Expression!;
        Assert.Equal(Time("2048-02-29T00:00:00"), rare.AtOrAfter(Time("2020-03-01T00:00:00")));
        Assert.Equal(Time("2116-02-29T00:00:00"), rare.AtOrAfter(Time("2076-03-01T00:00:00")));
        Assert.Equal(Time("2076-02-29T00:00:00"), rare.AtOrBefore(Time("2116-02-28T00:00:00")));
        Assert.True(CronExpression.Parse("0 0 30 2 *").Expression!.IsNeverDue);
        Assert.Null(CronExpression.Parse("0 0 30 2 *").Expression!.AtOrAfter(default));
    }

    [Fact]
    public void It_ends_with_the_calendar()
    {
        var yearly = CronExpression.Parse("@yearly").Expression!;
        Assert.Null(yearly.AtOrAfter(Time("9999-01-01T00:00:01")));
        Assert.Null(yearly.AtOrAfter(DateTime.MaxValue));
        Assert.Equal(DateTime.MinValue, yearly.AtOrBefore(DateTime.MinValue));
        Assert.Null(CronExpression.Parse("1 0 * * *").Expression!.AtOrBefore(DateTime.MinValue));
        Assert.Equal(Time("9999-12-31T23:59:59"), CronExpression.Parse("* * * * * *").Expression!.AtOrAfter(Time("9999-12-31T23:59:59")));
    }

    [Theory]
    [InlineData("61 * * * *", 0, 2, "Expected a minute from 0 to 59, found '61'.")]
    [InlineData("0 2 * *", 7, 0, "Expected five fields (minute, hour, day of the month, month, weekday) or six (second first), found 4.")]
    [InlineData("0 2 * * MOX", 8, 3, "Expected a weekday from 0 to 7 or SUN to SAT, found 'MOX'.")]
    [InlineData("0 2 * * MON-", 12, 0, "Expected a weekday from 0 to 7 or SUN to SAT, found nothing.")]
    [InlineData("0 ? * * *", 2, 1, "Expected an hour from 0 to 23, found '?'. '?' stands in the two day fields only.")]
    [InlineData("*/0 * * * *", 1, 2, "A step of 0 makes no progress; expected a whole number from 1.")]
    [InlineData("*/x * * * *", 2, 1, "Expected a step (a whole number from 1) after '/', found 'x'.")]
    [InlineData("5x * * * *", 0, 2, "Expected a minute from 0 to 59, found '5x'.")]
    [InlineData("5_ * * * *", 1, 1, "Expected '-', '/', ',' or the end of the field, found '_'.")]
    [InlineData("99999999999999999999 * * * *", 0, 20, "Expected a minute from 0 to 59, found '99999999999999999999'.")]
    [InlineData("0 0 * * 5#9", 10, 1, "Expected which one of the month after '#', 1 to 5, found '9'.")]
    public void Mistakes_have_a_place(string cron, int position, int length, string message)
    {
        var error = CronExpression.Parse(cron).Error!.Value;
        Assert.Equal((position, length, message), (error.Position, error.Length, error.Message));
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_place_in_it()
    {
        const string Alphabet = "0123456789*/-,?LW# \tMONFRIJAN@x٣";
        var random = new Random(20261121);
        for (var i = 0; i < 200_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var parse = CronExpression.Parse(text);
            Assert.True(parse.Expression is null != parse.Error is null, text);
            if (parse.Error is { } error)
                Assert.True(error.Position >= 0 && error.Length >= 0 && error.Position + error.Length <= text.Length && error.Message.Length > 0, text);
        }
    }

    [Fact]
    public void Every_time_agrees_with_the_oracle()
    {
        var random = new Random(4);
        var texts = new CronTexts(random);
        for (var i = 0; i < 150; i++)
        {
            var (day, weekday) = (random.Next(3) == 0 ? texts.SpecialDay() : texts.Days(), random.Next(3) == 0 ? texts.SpecialWeekday() : texts.Weekdays());
            var cron = $"{texts.Minutes()} {texts.Hours()} {day} {texts.Months()} {weekday}";
            var expression = CronExpression.Parse(cron).Expression!;
            var start = new DateTime(random.Next(1900, 2200), random.Next(1, 13), 1).AddMinutes(random.Next(40_000));
            var due = expression.AtOrAfter(start);
            var before = expression.AtOrBefore(start.AddMinutes(-1));
            for (var time = start; time < start.AddDays(45); time = time.AddMinutes(1))
            {
                if (!CronOracle.Fits(cron, time))
                    continue;
                Assert.True(due == time, $"{cron}: {due:s} instead of {time:s}");
                Assert.True(expression.AtOrBefore(time.AddMinutes(-1)) == before, $"{cron} before {time:s}");
                before = time;
                due = expression.AtOrAfter(time.AddTicks(1));
            }
            Assert.True(due is null || due >= start.AddDays(45), $"{cron}: {due:s} does not fit");
        }
    }

    [Fact]
    public void Looking_far_ahead_takes_no_search_by_minutes()
    {
        var expression = CronExpression.Parse("0 2 * * MON-FRI").Expression!;
        var rare = CronExpression.Parse("0 0 * 2 SAT#5").Expression!;
        var time = Time("2026-01-01T00:00:00");
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100_000; i++)
            time = expression.AtOrAfter(time.AddSeconds(1)) ?? time;
        for (var i = 0; i < 1_000; i++)
            rare.AtOrAfter(Time("2076-03-01T00:00:00"));
        // A scan by minutes takes minutes here; the bound leaves a hundredfold for a busy machine.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private static DateTime Time(string text) => DateTime.ParseExact(text, "s", CultureInfo.InvariantCulture);
}
