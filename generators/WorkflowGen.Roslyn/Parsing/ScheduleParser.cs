using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn.Model;
using WorkflowGen.Scheduling;

namespace WorkflowGen.Roslyn.Parsing;

/// <summary>Reads the [Schedule]s of the class. A mistake in one leaves the graph whole: the workflow is still generated, without that schedule.</summary>
internal static class ScheduleParser
{
    public const string Firing = "global::WorkflowGen.ScheduleFiring";

    /// <summary>An instant is appended to it to name a run, and a run's id has 128 characters.</summary>
    private const int LongestName = 100;

    public static EquatableArray<ScheduleModel> Parse(ParseState state, EquatableArray<InputModel> inputs)
    {
        var schedules = ImmutableArray.CreateBuilder<ScheduleModel>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var occurrence = 0;
        foreach (var attribute in state.Type.GetAttributes())
        {
            if (KnownTypes.LanguageAttribute(attribute) != "Schedule")
                continue;
            var anchor = Anchor.Class.On("Schedule") with { Occurrence = ++occurrence };
            if (occurrence == 1)
                CheckInputs(state, inputs, anchor);
            // What is still being typed the compiler complains about.
            if (AttributeArguments.Name(attribute, 0) is not { } cron)
                continue;
            var isSound = CheckCron(state, cron, anchor with { Argument = "cron" });
            var given = Text(attribute, "Name");
            var name = given ?? state.WorkflowName;
            isSound &= CheckName(state, name, names, given is null ? anchor : anchor with { Argument = "Name" });
            var zone = Text(attribute, "TimeZone") ?? "UTC";
            CheckZone(state, zone, name, anchor with { Argument = "TimeZone" });
            var grace = Text(attribute, "MissedAfter") ?? "1m";
            var ticks = Durations.Parse(grace, out var problem);
            if (problem is not null)
                Advise(state, RuleIds.InvalidScheduleGrace, anchor with { Argument = "MissedAfter" }, grace, name, problem);
            if (isSound && ticks is { } missedAfter)
                schedules.Add(new(occurrence, name, given is not null, cron, zone, Enum(EnumValues.ScheduleOverlap, "Overlap"), Enum(EnumValues.ScheduleMissed, "Missed"), missedAfter));

            int Enum(EnumNames values, string argument) =>
                AttributeArguments.Named(attribute, argument)?.Value is int value ? EnumValues.Read(state, value, values, anchor with { Argument = argument }, state.Type.Name) : 0;
        }
        return new(schedules.ToImmutable());
    }

    private static string? Text(AttributeData attribute, string argument) => AttributeArguments.Named(attribute, argument) is { } constant ? constant.Value as string : null;

    private static void CheckInputs(ParseState state, EquatableArray<InputModel> inputs, Anchor anchor)
    {
        if (inputs.Count == 0 || (inputs.Count == 1 && IsFiring(inputs[0].Type)) || state.Inputs.Any(i => KnownTypes.IsUnknown(i.Type)))
            return;
        state.Report(RuleIds.ScheduleInputs, anchor, state.WorkflowName, string.Join(", ", inputs.Where(i => inputs.Count > 1 || !IsFiring(i.Type)).Select(i => $"{i.Type.DisplayName} {i.Name}")));
    }

    public static bool IsFiring(TypeModel type) => type.FullName.TrimEnd('?') == Firing;

    private static bool CheckCron(ParseState state, string cron, Anchor anchor)
    {
        var parse = CronExpression.Parse(cron);
        if (parse.Error is { } error)
        {
            var rule = error.Kind == CronErrorKind.NoProgress ? RuleIds.ScheduleWithoutProgress : RuleIds.UnparsableSchedule;
            Advise(state, rule, anchor with { Within = (error.Position, error.Length) }, cron, error.Message);
            return false;
        }
        foreach (var doubt in parse.Doubts)
            Advise(state, RuleIds.ScheduleStepTooLarge, anchor with { Within = (doubt.Position, doubt.Length) }, cron, doubt.Message);
        if (!parse.Expression!.IsNeverDue)
            return true;
        Advise(state, RuleIds.ScheduleNeverDue, anchor, cron, state.WorkflowName);
        return false;
    }

    private static bool CheckName(ParseState state, string name, HashSet<string> names, Anchor anchor)
    {
        if (!WorkflowNames.IsValid(name) || name.Length > LongestName)
        {
            // That the workflow's own name is none has been said.
            if (anchor.Argument is not null || WorkflowNames.IsValid(name))
                Advise(state, RuleIds.InvalidScheduleName, anchor, name);
            return false;
        }
        if (names.Add(name))
            return true;
        Advise(state, RuleIds.DuplicateSchedule, anchor, name, state.Type.Name);
        return false;
    }

    // A machine without zone data, or one that knows other ids, cannot tell.
    private static void CheckZone(ParseState state, string zone, string schedule, Anchor anchor)
    {
        if (zone == "UTC" || (zone.Length > 0 && (IsKnown(zone) || !IsKnown("Europe/Berlin"))))
            return;
        Advise(state, RuleIds.UnknownTimeZone, anchor, zone, schedule);
    }

    private static bool IsKnown(string zone)
    {
        try
        {
            TimeZoneInfo.FindSystemTimeZoneById(zone);
            return true;
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return false;
        }
    }

    private static void Advise(ParseState state, string rule, Anchor anchor, params string[] arguments) => state.Report(Finding.Advice(rule, anchor, arguments));
}
