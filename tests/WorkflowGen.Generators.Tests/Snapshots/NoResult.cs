using WorkflowGen;

namespace Effects;

[Workflow("notify")]
public sealed partial class Notify(TextWriter output)
{
    public partial ValueTask RunAsync(string text, CancellationToken ct = default);

    [Step]
    private void Write(string text) => output.Write(text);

    [Step, After(nameof(Write))]
    private Task Flush(CancellationToken ct) => output.FlushAsync(ct);

    [Step, After(nameof(Flush))]
    private async ValueTask Close() => await output.DisposeAsync();
}
