using WorkflowGen;

[Workflow("upper")]
public sealed partial record Upper(IFormatProvider Format)
{
    public partial ValueTask<string> RunAsync(string text);

    [Step]
    private string ToUpper(string text) => text.ToUpperInvariant();
}
