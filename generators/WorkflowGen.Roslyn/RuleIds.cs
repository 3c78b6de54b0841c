namespace WorkflowGen.Roslyn;

/// <summary>
/// Every rule's id: 0xxx structure, 1xxx determinism, 2xxx handoffs, 3xxx control flow, 4xxx contracts and versions, 5xxx policies, 6xxx manifests.
/// A number is never computed and never used again. The names of the C# field and of the rule's page and tests agree.
/// </summary>
internal static class RuleIds
{
    // 0xxx: structure
    public const string NotPartial = "WFG0001";
    public const string ContainingTypeNotPartial = "WFG0002";
    public const string AbstractWorkflow = "WFG0003";
    public const string StaticWorkflow = "WFG0004";
    public const string GenericWorkflow = "WFG0005";
    public const string RunMethodMissing = "WFG0006";
    public const string RunMethodForm = "WFG0007";
    public const string MutableState = "WFG0008";
    public const string NoSteps = "WFG0009";
    public const string InvalidWorkflowName = "WFG0010";
    public const string InvalidVersion = "WFG0011";
    public const string StepOutsideWorkflow = "WFG0012";
    public const string StepForm = "WFG0013";
    public const string StepReturnType = "WFG0014";
    public const string AttributeNeedsStep = "WFG0015";
    public const string AmbiguousConstructor = "WFG0016";
    public const string NotSupportedYet = "WFG0017";
    public const string InvalidJsonContext = "WFG0018";
    public const string FileLocalWorkflow = "WFG0019";

    // 1xxx: determinism
    public const string AmbientClock = "WFG1001";
    public const string AmbientRandomness = "WFG1002";
    public const string EnvironmentFact = "WFG1003";
    public const string Scheduling = "WFG1004";
    public const string EffectInDecision = "WFG1005";
    public const string StaticState = "WFG1006";
    public const string HashOrder = "WFG1007";
    public const string UnstableHashCode = "WFG1008";
    public const string AmbientCulture = "WFG1009";
    public const string ReflectionOrder = "WFG1010";
    public const string BlankReason = "WFG1011";
    public const string NeedlessAllowance = "WFG1012";

    // 2xxx: handoffs
    public const string NoProducer = "WFG2001";
    public const string AmbiguousHandoff = "WFG2002";
    public const string UntypedHandoff = "WFG2003";
    public const string PossiblyMissing = "WFG2004";
    public const string ResultPossiblyMissing = "WFG2005";
    public const string NotSerialisable = "WFG2006";
    public const string LostInHandoff = "WFG2007";
    public const string MissingFromJsonContext = "WFG2008";
    public const string UnknownSource = "WFG2009";
    public const string SourceTypeMismatch = "WFG2010";
    public const string UnusedInput = "WFG2011";
    public const string UnhandledCase = "WFG2012";
    public const string AlternativesNotExclusive = "WFG2013";
    public const string AlternativesNotExhaustive = "WFG2014";
    public const string InvalidPrevious = "WFG2015";
    public const string InvalidEach = "WFG2016";
    public const string InvalidJoin = "WFG2017";
    public const string InvalidCompensation = "WFG2018";
    public const string OpenFamily = "WFG2019";

    // 3xxx: control flow
    public const string Cycle = "WFG3001";
    public const string Unreachable = "WFG3002";
    public const string SeveralResults = "WFG3003";
    public const string NoResult = "WFG3004";
    public const string DuplicateStepName = "WFG3005";
    public const string DuplicateWorkflow = "WFG3006";
    public const string StepNameCase = "WFG3007";
    public const string GuardNotFound = "WFG3008";
    public const string GuardForm = "WFG3009";
    public const string InvalidAfter = "WFG3010";
    public const string InvalidOutput = "WFG3011";
    public const string UnusedResult = "WFG3012";
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
    public const string LoopsWaitForEachOther = "WFG3028";

    // 4xxx: contracts and versions
    public const string NotRecorded = "WFG4001";
    public const string StrandsRuns = "WFG4002";
    public const string VersionGone = "WFG4003";
    public const string UnreadableRecord = "WFG4004";
    public const string InvalidRenamed = "WFG4005";
    public const string InvalidUpcast = "WFG4006";

    // 5xxx: policies
    public const string InvalidDuration = "WFG5001";
    public const string InvalidAttempts = "WFG5002";
    public const string InvalidJitter = "WFG5003";
    public const string MaxBelowDelay = "WFG5004";
    public const string NotAnException = "WFG5005";
    public const string UnlessSwallowsOn = "WFG5006";
    public const string TimeoutWithoutBound = "WFG5007";
    public const string TotalBelowAttempt = "WFG5008";
    public const string RetryWithoutIdempotency = "WFG5009";
    public const string RetryAtMostOnce = "WFG5010";
    public const string KeyNeverUsed = "WFG5011";
    public const string TimeoutWithoutToken = "WFG5012";
    public const string InvalidHeartbeat = "WFG5013";
    public const string InvalidLimit = "WFG5014";
    public const string PureWithPolicy = "WFG5015";
    public const string UnknownEnumValue = "WFG5016";
    public const string InvalidQueue = "WFG5017";
    public const string TransactionNeverUsed = "WFG5018";

    // 6xxx: schedules
    public const string UnparsableSchedule = "WFG6001";
    public const string ScheduleNeverDue = "WFG6002";
    public const string ScheduleWithoutProgress = "WFG6003";
    public const string ScheduleStepTooLarge = "WFG6004";
    public const string UnknownTimeZone = "WFG6005";
    public const string ScheduleInputs = "WFG6006";
    public const string DuplicateSchedule = "WFG6007";
    public const string InvalidScheduleName = "WFG6008";
    public const string InvalidScheduleGrace = "WFG6009";

    public static string HelpLink(string id) => $"https://github.com/workflowgen/workflowgen/blob/main/docs/rules/{id}.md";
}
