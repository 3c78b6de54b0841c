using WorkflowGen;

Console.WriteLine(await new HelloWorkflow().RunAsync(args.FirstOrDefault() ?? "world"));

[Workflow("hello")]
public sealed partial class HelloWorkflow
{
    public partial ValueTask<string> RunAsync(string name, CancellationToken cancellationToken = default);
    [Step] string Greet(string name) => $"Hello, {name}!";
}
