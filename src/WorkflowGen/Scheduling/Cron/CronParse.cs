namespace WorkflowGen.Scheduling;

/// <summary>What came of reading a cron expression: it, or what is wrong with it.</summary>
internal sealed class CronParse
{
    public CronParse(CronExpression expression, IReadOnlyList<CronError> doubts)
    {
        Expression = expression;
        Doubts = doubts;
    }

    public CronParse(CronError error)
    {
        Error = error;
        Doubts = [];
    }

    public CronExpression? Expression { get; }

    /// <summary>Set where there is no expression.</summary>
    public CronError? Error { get; }

    /// <summary>What can be read and is hardly meant.</summary>
    public IReadOnlyList<CronError> Doubts { get; }
}
