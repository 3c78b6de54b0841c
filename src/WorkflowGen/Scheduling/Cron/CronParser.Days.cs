namespace WorkflowGen.Scheduling;

// What only the day fields have: L, W and #.
internal sealed partial class CronParser
{
    /// <summary>Whether the item is one of these (right or wrong; then the mistake has been noted).</summary>
    private bool TryParseSpecial(Word item, CronField field)
    {
        var word = _text.Substring(item.Start, item.End - item.Start).ToUpperInvariant();
        return field == CronField.DayOfMonth ? TryParseDay(item, word) : TryParseWeekday(item, word);
    }

    private bool TryParseDay(Word item, string word)
    {
        if (word == "L")
        {
            _fromLast |= 1;
            return true;
        }
        if (word is "LW" or "WL")
        {
            _lastWorkday = true;
            return true;
        }
        if (word.StartsWith("L-", StringComparison.Ordinal))
        {
            if (TryReadNumber(word.Substring(2), out var before) && before is >= 1 and <= 30)
                _fromLast |= 1u << before;
            else
                Fail(item.Start + 2, item.End, $"Expected how many days before the last one, 1 to 30, found {(item.End == item.Start + 2 ? "nothing" : $"'{Rest(item.Start + 2, item.End)}'")}.");
            return true;
        }
        if (word.Length > 1 && word[word.Length - 1] == 'W')
        {
            if (TryReadNumber(word.Substring(0, word.Length - 1), out var day) && day is >= 1 and <= 31)
                _nearest |= 1u << day;
            else
                Fail(item.Start, item.End - 1, $"Expected a single day from 1 to 31 before 'W', found '{Rest(item.Start, item.End - 1)}'.");
            return true;
        }
        return false;
    }

    private bool TryParseWeekday(Word item, string word)
    {
        var hash = word.IndexOf('#');
        if (hash >= 0)
        {
            var at = item.Start;
            if (!TryReadValue(ref at, item.Start + hash, CronField.Weekday, out var weekday))
                return true;
            if (at < item.Start + hash)
                Fail(item.Start, item.Start + hash, $"Expected a single weekday before '#', found '{Rest(item.Start, item.Start + hash)}'.");
            else if (TryReadNumber(word.Substring(hash + 1), out var n) && n is >= 1 and <= 5)
                _nthWeekdays |= 1ul << weekday % 7 * 5 + n - 1;
            else
                Fail(item.Start + hash + 1, item.End, $"Expected which one of the month after '#', 1 to 5, found {(hash + 1 == word.Length ? "nothing" : $"'{Rest(item.Start + hash + 1, item.End)}'")}.");
            return true;
        }
        if (word.Length > 1 && word[word.Length - 1] == 'L')
        {
            var at = item.Start;
            if (!TryReadValue(ref at, item.End - 1, CronField.Weekday, out var weekday))
                return true;
            if (at < item.End - 1)
                Fail(item.Start, item.End - 1, $"Expected a single weekday before 'L', found '{Rest(item.Start, item.End - 1)}'.");
            else
                _lastWeekdays |= (byte)(1 << weekday % 7);
            return true;
        }
        return false;
    }
}
