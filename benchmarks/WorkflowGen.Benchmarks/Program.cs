using WorkflowGen.Benchmarks;
using WorkflowGen.Benchmarks.Executor;
using WorkflowGen.Benchmarks.Generator;
using WorkflowGen.Benchmarks.Stores;

IBenchmarkSection[] sections = [new ExecutorSection(), new GeneratorSection(), new StoresSection()];

var chosen = sections.Where(s => args.Contains(s.Name) || args.Contains("all")).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Which? {string.Join(" | ", sections.Select(s => s.Name))} | all");
    return 1;
}
foreach (var section in chosen)
{
    Console.WriteLine($"{section.Title} …");
    var body = await section.RunAsync();
    Console.WriteLine(body);
    ResultsFile.Write(section, body);
}
return 0;
