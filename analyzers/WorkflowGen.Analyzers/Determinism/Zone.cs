namespace WorkflowGen.Analyzers.Determinism;

/// <summary>Where code runs, which decides what it may do.</summary>
[System.Flags]
internal enum Zone
{
    /// <summary>Steps, compensations and the workflow's construction: I/O and services, but nothing that differs when it is run again.</summary>
    Step = 1,

    /// <summary>Guards, loop conditions, computed delays and pure steps: computed from their parameters alone.</summary>
    Decision = 2,

    Both = Step | Decision,
}
