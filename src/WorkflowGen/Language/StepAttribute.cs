namespace WorkflowGen;

/// <summary>
/// Makes a method of a workflow a step. Its parameters are bound to the run's inputs and to the results of other steps by type, then by
/// name; a <see cref="StepContext"/> and a <see cref="CancellationToken"/> come from the runtime. It may return nothing, a value,
/// <see cref="Task"/>, <see cref="Task{TResult}"/>, <see cref="ValueTask"/> or <see cref="ValueTask{TResult}"/>.
/// </summary>
/// <remarks>The method's name is the step's stable name in the journal.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class StepAttribute : Attribute;
