namespace WorkflowGen.Scheduling;

/// <summary>Reads a cron expression. The first mistake ends it.</summary>
internal sealed partial class CronParser
{
    private readonly string _text;
    private readonly List<CronError> _doubts = [];
    private CronError? _error;

    // What the two day fields say beyond plain sets of numbers.
    private uint _fromLast;
    private uint _nearest;
    private bool _lastWorkday;
    private byte _lastWeekdays;
    private ulong _nthWeekdays;

    public CronParser(string text) => _text = text;

    public CronParse Parse()
    {
        var words = Words(_text);
        if (words.Count == 0)
            return new CronParse(new CronError(CronErrorKind.Unparsable, 0, _text.Length, "It is empty; expected five fields (minute, hour, day of the month, month, weekday) or six (second first)."));
        if (_text[words[0].Start] == '@')
            return ParseAbbreviation(words);
        if (words.Count is < 5 or > 6)
        {
            var (place, length) = words.Count < 5 ? (_text.Length, 0) : (words[6].Start, words[words.Count - 1].End - words[6].Start);
            return new CronParse(new CronError(CronErrorKind.Unparsable, place, length,
                $"Expected five fields (minute, hour, day of the month, month, weekday) or six (second first), found {words.Count}."));
        }

        var next = words.Count == 6 ? 1 : 0;
        var seconds = next == 1 ? ParseField(words[0], CronField.Second) : 1;
        var minutes = ParseField(words[next], CronField.Minute);
        var hours = ParseField(words[next + 1], CronField.Hour);
        var days = ParseField(words[next + 2], CronField.DayOfMonth);
        var months = ParseField(words[next + 3], CronField.Month);
        var weekdays = ParseField(words[next + 4], CronField.Weekday);
        if (_error is { } error)
            return new CronParse(error);
        var chosen = new CronDays
        {
            Months = (ushort)months,
            Numbers = (uint)days,
            FromLast = _fromLast,
            Nearest = _nearest,
            LastWorkday = _lastWorkday,
            Weekdays = (byte)weekdays,
            LastWeekdays = _lastWeekdays,
            NthWeekdays = _nthWeekdays,
            Either = !IsOpen(words[next + 2]) && !IsOpen(words[next + 4]),
        };
        return new CronParse(new CronExpression(_text, seconds, minutes, hours, chosen, _text[words[next + 1].Start] == '*'), _doubts);
    }

    private CronParse ParseAbbreviation(List<Word> words)
    {
        var word = words[0];
        var end = words[words.Count - 1].End;
        var name = _text.Substring(word.Start, end - word.Start);
        var meaning = name.ToLowerInvariant() switch
        {
            "@hourly" => "0 * * * *",
            "@daily" or "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" or "@annually" => "0 0 1 1 *",
            _ => null,
        };
        if (meaning is not null)
        {
            var parsed = new CronParser(meaning).Parse().Expression!;
            return new CronParse(parsed.Under(_text), []);
        }
        var hint = name.StartsWith("@every", StringComparison.OrdinalIgnoreCase) ? " An interval is written as a step: '*/15 * * * *' is every 15 minutes, '*/30 * * * * *' every 30 seconds." : "";
        return new CronParse(new CronError(CronErrorKind.Unparsable, word.Start, end - word.Start,
            $"Expected @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually, found '{name}'.{hint}"));
    }

    /// <summary>Whether a day field restricts nothing by itself (POSIX: it begins with <c>*</c>).</summary>
    private bool IsOpen(Word word) => _text[word.Start] is '*' or '?';

    private ulong ParseField(Word word, CronField field)
    {
        var set = 0ul;
        var start = word.Start;
        while (_error is null)
        {
            var comma = _text.IndexOf(',', start, word.End - start);
            set |= ParseItem(new Word(start, comma < 0 ? word.End : comma), field);
            if (comma < 0)
                break;
            start = comma + 1;
        }
        return set;
    }

    private void Fail(int start, int end, string message) => _error ??= new CronError(CronErrorKind.Unparsable, start, end - start, message);

    private static List<Word> Words(string text)
    {
        var words = new List<Word>();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is ' ' or '\t')
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && text[i] is not (' ' or '\t'))
                i++;
            words.Add(new Word(start, i));
        }
        return words;
    }

    private readonly struct Word(int start, int end)
    {
        public int Start { get; } = start;

        public int End { get; } = end;
    }
}
