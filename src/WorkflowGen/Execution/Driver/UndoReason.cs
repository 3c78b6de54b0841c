namespace WorkflowGen.Execution;

/// <summary>What an operator is told of a run that is parked because something could not be undone.</summary>
internal static class UndoReason
{
    /// <param name="step">The step that was to be undone.</param>
    /// <param name="failure">Of the compensation.</param>
    public static string Of(string step, StepFailure failure) =>
        $"Compensation '{failure.Step}' of step '{step}' failed at attempt {failure.Attempt}: {failure.ErrorType}: {failure.Message} What finished before it is not undone yet. Find out what stands in its way, then release the run: it is tried again, and the others after it.";
}
