using System.Globalization;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads arguments whose type is an enum of the language: C# lets any number be cast to one.</summary>
internal static class EnumValues
{
    public static readonly EnumNames Idempotency = new("Idempotency", ["Unspecified", "Safe", "Keyed", "AtMostOnce", "Transactional"]);

    public static readonly EnumNames Backoff = new("Backoff", ["Constant", "Linear", "Exponential"]);

    public static readonly EnumNames Rest = new("Rest", ["Cancel", "Ignore", "Block"]);

    public static readonly EnumNames ScheduleOverlap = new("ScheduleOverlap", ["Skip", "Queue", "CancelPrevious", "Allow"]);

    public static readonly EnumNames ScheduleMissed = new("ScheduleMissed", ["Skip", "One", "All"]);

    /// <summary>The value, or 0 where it is none of the enum's, which is reported.</summary>
    /// <param name="owner">The step or parameter with the attribute.</param>
    public static int Read(ParseState state, int value, EnumNames names, Anchor anchor, string owner)
    {
        if (value >= 0 && value < names.Values.Length)
            return value;
        state.Report(RuleIds.UnknownEnumValue, anchor, anchor.Attribute!, owner, value.ToString(CultureInfo.InvariantCulture), names.Type, string.Join(", ", names.Values));
        return 0;
    }
}

/// <param name="Type">The enum's name.</param>
/// <param name="Values">Its members, numbered from 0.</param>
internal sealed record EnumNames(string Type, string[] Values);
