namespace WorkflowGen.Scheduling;

/// <summary>What is wrong with a cron expression, and where.</summary>
/// <param name="Kind">What sort of mistake.</param>
/// <param name="Position">Where it begins in the text, from 0; the text's length when something is missing at its end.</param>
/// <param name="Length">How many characters of the text it takes; 0 at the end.</param>
/// <param name="Message">What was expected there and what was found, as a sentence.</param>
internal readonly record struct CronError(CronErrorKind Kind, int Position, int Length, string Message);

/// <summary>Sorts of mistakes, as the rules tell them apart.</summary>
internal enum CronErrorKind
{
    /// <summary>It cannot be read.</summary>
    Unparsable = 0,

    /// <summary>A step of 0.</summary>
    NoProgress = 1,

    /// <summary>It can be read, and a step leaves only its start: no error, but not what was meant.</summary>
    StepTooLarge = 2,
}
