namespace WorkflowGen.Roslyn;

/// <summary>Rules whose findings are made, and whose descriptors, pages and tests are still to be written: each then moves to <see cref="RuleIds"/> with its number. See docs/rules-draft.md.</summary>
internal static class DraftRuleIds
{
    public const string UnhandledCase = "WFG2012";
    public const string AlternativesNotExclusive = "WFG2013";
    public const string AlternativesNotExhaustive = "WFG2014";
    public const string InvalidPrevious = "WFG2015";
    public const string InvalidEach = "WFG2016";
    public const string InvalidJoin = "WFG2017";
    public const string InvalidCompensation = "WFG2018";
    public const string OpenFamily = "WFG2019";

    public const string InvalidLoop = "WFG3013";
    public const string EndlessLoop = "WFG3014";
    public const string JoinNeverFires = "WFG3015";
    public const string InvalidCatch = "WFG3016";
    public const string InvalidFinally = "WFG3017";
    public const string InvalidEnd = "WFG3018";
    public const string InvalidSignal = "WFG3019";
    public const string SignalUnused = "WFG3020";
    public const string InvalidDelay = "WFG3021";
    public const string InvalidChild = "WFG3022";
    public const string InvalidCancelOn = "WFG3023";
    public const string InvalidOnly = "WFG3024";
    public const string InvalidExclusive = "WFG3025";
    public const string WaitWithoutTimeout = "WFG3026";
    public const string TooManyFacts = "WFG3027";

    public const string InvalidHeartbeat = "WFG5013";
    public const string InvalidLimit = "WFG5014";
    public const string PureWithPolicy = "WFG5015";
}
