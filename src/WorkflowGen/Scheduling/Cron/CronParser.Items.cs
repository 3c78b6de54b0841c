using System.Globalization;

namespace WorkflowGen.Scheduling;

// One item of a list within a field.
internal sealed partial class CronParser
{
    private ulong ParseItem(Word item, CronField field)
    {
        if (item.Start == item.End)
        {
            Fail(item.Start, item.End, $"Expected {field.Values}, found nothing.");
            return 0;
        }
        if (field.IsDay && TryParseSpecial(item, field))
            return 0;

        var at = item.Start;
        int from, to;
        var isRange = true;
        if (_text[at] == '*' || (_text[at] == '?' && field.IsDay))
        {
            (from, to) = (field.Min, field.Max);
            at++;
        }
        else
        {
            if (!TryReadValue(ref at, item.End, field, out from))
                return 0;
            if (at < item.End && _text[at] == '-')
            {
                at++;
                if (!TryReadValue(ref at, item.End, field, out to))
                    return 0;
                (from, to) = Unroll(from, to, field);
            }
            else
            {
                from = field == CronField.Weekday && from == 7 ? 0 : from;
                to = from;
                isRange = false;
            }
        }

        var step = 1;
        if (at < item.End && _text[at] == '/')
        {
            var slash = at++;
            if (!TryReadStep(ref at, item.End, slash, out step))
                return 0;
            if (!isRange)
                to = field.Max;
            // Compared as a difference: the step may be as large as a number can be.
            if (step > to - from)
                _doubts.Add(new CronError(CronErrorKind.StepTooLarge, slash, at - slash, $"A step of {step} leaves only {from}: there is no {field.Name} after it in that range."));
        }
        if (at < item.End)
        {
            Fail(at, item.End, isRange || step != 1 ? $"Expected the end of the field or ',', found '{Rest(at, item.End)}'." : $"Expected '-', '/', ',' or the end of the field, found '{Rest(at, item.End)}'.{Hint(at, item.End, field)}");
            return 0;
        }

        var set = 0ul;
        for (var value = from; value <= to; value = step > to - value ? to + 1 : value + step)
            set |= 1ul << (value - field.Min) % field.Size + field.Min;
        return set;
    }

    /// <summary>A range that ends before it begins goes on after the field's end: FRI-MON is 5 to 8.</summary>
    private static (int From, int To) Unroll(int from, int to, CronField field)
    {
        if (from <= to)
            return from == 0 && to == 7 && field == CronField.Weekday ? (0, 6) : (from, to);
        return from == 7 && field == CronField.Weekday ? (0, to) : (from, to + field.Size);
    }

    private bool TryReadValue(ref int at, int end, CronField field, out int value)
    {
        var start = at;
        while (at < end && char.IsLetterOrDigit(_text[at]))
            at++;
        var word = _text.Substring(start, at - start);
        value = Array.FindIndex(field.Names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (value >= 0)
        {
            value += field.Min;
            return true;
        }
        if (TryReadNumber(word, out value) && value >= field.Min && value <= field.LargestWritten)
            return true;
        if (word.Length == 0)
            at = Math.Min(start + 1, end);
        Fail(start, at, $"Expected {field.Values}, found {(start == at ? "nothing" : $"'{_text.Substring(start, at - start)}'")}.{Hint(start, at, field)}");
        return false;
    }

    private bool TryReadStep(ref int at, int end, int slash, out int step)
    {
        var start = at;
        while (at < end && _text[at] is >= '0' and <= '9')
            at++;
        if (!TryReadNumber(_text.Substring(start, at - start), out step))
        {
            at = Math.Max(at, Math.Min(start + 1, end));
            Fail(start, at, start == at ? "Expected a step after '/', found nothing." : $"Expected a step (a whole number from 1) after '/', found '{_text.Substring(start, at - start)}'.");
            return false;
        }
        if (step > 0)
            return true;
        _error ??= new CronError(CronErrorKind.NoProgress, slash, at - slash, "A step of 0 makes no progress; expected a whole number from 1.");
        return false;
    }

    /// <summary>Digits only: no sign, no blanks, no other scripts' digits.</summary>
    private static bool TryReadNumber(string word, out int value)
    {
        foreach (var c in word)
        {
            if (c is < '0' or > '9')
            {
                value = 0;
                return false;
            }
        }
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private string Rest(int at, int end) => _text.Substring(at, end - at);

    private string Hint(int at, int end, CronField field)
    {
        var found = Rest(at, end).ToUpperInvariant();
        if (found == "?")
            return " '?' stands in the two day fields only.";
        if (field != CronField.DayOfMonth && (found is "L" or "W" or "LW" || (found.Length > 1 && found[found.Length - 1] == 'W' && char.IsDigit(found[0]))))
            return field == CronField.Weekday ? " 'L' after a weekday is the last one of the month (FRIL); by itself, and with 'W', it belongs into the day of the month." : " 'L' and 'W' belong into the day fields.";
        if (field != CronField.Weekday && found.IndexOf('#') >= 0)
            return " '#' belongs into the weekday field.";
        return "";
    }
}
