namespace WorkflowGen.Analyzers.Determinism;

/// <summary>The attributes that these rules look at, by full name: some belong to versions of the library that the user may not have.</summary>
internal static class KnownAttributes
{
    public const string Workflow = "WorkflowGen.WorkflowAttribute";
    public const string Step = "WorkflowGen.StepAttribute";
    public const string When = "WorkflowGen.WhenAttribute";
    public const string Unless = "WorkflowGen.UnlessAttribute";
    public const string Loop = "WorkflowGen.LoopAttribute";
    public const string Each = "WorkflowGen.EachAttribute";
    public const string Delay = "WorkflowGen.DelayAttribute";
    public const string Pure = "WorkflowGen.PureAttribute";
    public const string Upcast = "WorkflowGen.UpcastAttribute";
    public const string CompensateWith = "WorkflowGen.CompensateWithAttribute";
    public const string AllowNondeterminism = "WorkflowGen.AllowNondeterminismAttribute";
}
