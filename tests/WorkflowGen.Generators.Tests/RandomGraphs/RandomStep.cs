using System.Globalization;
using System.Text;

namespace WorkflowGen.Generators.Tests.RandomGraphs;

/// <summary>A step of a <see cref="RandomWorkflow"/>.</summary>
/// <param name="Sources">The steps whose values it takes.</param>
/// <param name="Optional">Those of them that it can do without.</param>
/// <param name="Guard">It runs only if what the guard reads is divisible by this; null: it has no guard.</param>
/// <param name="GuardSource">The step whose value the guard reads; null: the run's input.</param>
/// <param name="Kind">How it is declared and how it answers.</param>
/// <param name="Fails">It throws when the input leaves this remainder, divided by six; null: never.</param>
internal sealed record RandomStep(
    int Index, int[] Sources, int[] Optional, int? Guard, int? GuardSource, string Kind, bool TakesToken, bool TakesContext, int? Fails, bool MaySkip)
{
    private bool IsRetried => Kind.StartsWith("retried", StringComparison.Ordinal);

    /// <summary>What the step computes, also in the source.</summary>
    public static int Mix(int index, params int?[] values)
    {
        var mixed = index;
        foreach (var value in values)
            mixed = unchecked((mixed * 31) + (value ?? -7));
        return mixed & 0xFFFFFF;
    }

    public void AppendTo(StringBuilder source, RandomWorkflow workflow)
    {
        var parameters = Sources.Select(i => $"[From(nameof(S{i}))] int{(Optional.Contains(i) ? "?" : "")} v{i}").Prepend("""[From("n")] int n""").ToList();
        if (TakesToken)
            parameters.Add("CancellationToken token");
        if (TakesContext)
            parameters.Add("StepContext step");

        if (Guard is { } divisor)
        {
            var nullable = GuardSource is { } read && workflow.Steps[read].MaySkip && Optional.Contains(read);
            var parameter = GuardSource is { } from ? $"[From(nameof(S{from}))] int{(nullable ? "?" : "")} v" : """[From("n")] int v""";
            source.Append(CultureInfo.InvariantCulture, $"    private bool G{Index}({parameter}) => {(nullable ? "(v ?? 0)" : "v")} % {divisor} == 0;\n");
        }

        var isAsync = Kind is "async-task" or "async-value-task" or "retried-async";
        var type = Kind switch { "value-task" or "async-value-task" => "ValueTask<int>", "task" or "async-task" or "retried-async" => "Task<int>", _ => "int" };
        var value = $"Mix({string.Join(", ", Sources.Select(i => $"v{i}").Prepend("n"))})";
        source.Append(CultureInfo.InvariantCulture, $"    [Step{(IsRetried ? ", Retry(2), Idempotency(Idempotency.Safe)" : "")}{(Guard is null ? "" : $", When(nameof(G{Index}))")}{(Index == workflow.Steps.Count - 1 ? ", Output" : "")}]\n");
        source.Append(CultureInfo.InvariantCulture, $"    private {(isAsync ? "async " : "")}{type} S{Index}({string.Join(", ", parameters)})\n    {{\n        tell({Index}, true);\n");
        source.Append(CultureInfo.InvariantCulture, $"        int Mix(params int?[] values) {{ var mixed = {Index}; foreach (var v in values) mixed = unchecked((mixed * 31) + (v ?? -7)); return mixed & 0xFFFFFF; }}\n");
        if (isAsync)
            source.Append("        await Task.Yield();\n");
        if (IsRetried)
            source.Append(CultureInfo.InvariantCulture, $"        if (_attempts.AddOrUpdate({Index}, 1, (_, count) => count + 1) == 1) throw new IOException(\"again\");\n");
        if (Fails is { } remainder)
            source.Append(CultureInfo.InvariantCulture, $"        if (n % 6 == {remainder}) throw new InvalidDataException(\"{Index}\");\n");
        var returned = Kind switch { "value-task" => $"new({value})", "task" => $"Task.FromResult({value})", _ => value };
        source.Append(CultureInfo.InvariantCulture, $"        tell({Index}, false);\n        return {returned};\n    }}\n");
    }
}
