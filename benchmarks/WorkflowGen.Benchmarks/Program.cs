using WorkflowGen.Benchmarks;
using WorkflowGen.Benchmarks.Elements;
using WorkflowGen.Benchmarks.Executor;
using WorkflowGen.Benchmarks.Generator;
using WorkflowGen.Benchmarks.Loops;
using WorkflowGen.Benchmarks.Postgres;
using WorkflowGen.Benchmarks.Stores;

if (args is ["postgres-worker", var connectionString, var schema])
{
    await PostgresSection.WorkAsync(connectionString, schema);
    return 0;
}

IBenchmarkSection[] sections = [new ExecutorSection(), new GeneratorSection(), new StoresSection(), new PostgresSection(), new ElementsSection(), new LoopsSection(args.Select(a => int.TryParse(a, out var rounds) ? rounds : 0).Where(r => r > 0).DefaultIfEmpty(1_000_000).Max())];

var chosen = sections.Where(s => args.Contains(s.Name) || (args.Contains("all") && s is not LoopsSection)).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Which? {string.Join(" | ", sections.Select(s => s.Name))} | all (without loops, which take minutes; loops 100000: no more rounds than that)");
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
