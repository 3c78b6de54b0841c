using WorkflowGen;

namespace Endings;

public abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Yes(string By) : Answer;

    public sealed record No(string Why) : Answer;
}

/// <summary>Several results, of which the run's is the one that came: a client has to know by which step it was written.</summary>
[Workflow("ending")]
internal sealed partial class EndingWorkflow
{
    public partial ValueTask<Answer> RunAsync(string question);

    private static bool IsShort(string question) => question.Length < 10;

    [Step, Output, When(nameof(IsShort))]
    private Answer.Yes Agree(string question) => new("all");

    [Step, Output, Unless(nameof(IsShort))]
    private Answer.No Refuse(string question) => new("too long");

    // Members and steps that are called what generated code would call its own.
    [Step]
    private int Steps(string question) => 0;

    [Step]
    private int Start([From(nameof(Steps))] int begin) => begin;

    [Step]
    private Hidden Hide([From(nameof(Start))] int replacement) => new();

    private sealed class Hidden;
}
