using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The handle of a run in memory, for workflows that have to do with time: with a method for each signal, named as the client's are.</summary>
internal static class HandleEmitter
{
    private const string TimeProvider = "global::System.TimeProvider?";

    /// <summary>The method that starts a run, in the workflow class.</summary>
    public static void Start(SourceWriter writer, Unit unit, bool isValid = true)
    {
        var (model, names) = (unit.Model, unit.Names);
        var inputs = model.Inputs.Select(i => CSharpText.Identifier(CSharpText.Unescaped(i.Name))).ToList();
        var scope = new NameScope(inputs);
        var (time, token, executor) = (scope.Take("timeProvider"), scope.Take("cancellationToken"), scope.Take("executor"));
        var parameters = model.Inputs.Select((input, i) => $"{input.Type.FullName} {inputs[i]}")
            .Append($"{TimeProvider} {time} = null")
            .Append($"{KnownNames.CancellationToken} {token} = default");
        writer.Line("/// <summary>Starts a run in memory, as RunAsync does, and returns a handle to it, by which it can be sent signals. Nothing of it outlives the process.</summary>");
        writer.Line($"/// <param name=\"{CSharpText.Unescaped(time)}\">The clock of delays, retries and timeouts; null: the system's.</param>");
        writer.Line($"/// <param name=\"{CSharpText.Unescaped(token)}\">Cancels the run.</param>");
        var signature = $"public {names.HandlePath} {names.Start}({string.Join(", ", parameters)})";
        if (!isValid)
        {
            writer.Line($"{signature} => throw {InvalidWorkflowEmitter.Exception};");
            writer.Line();
            return;
        }
        writer.Open(signature);
        writer.Line($"var {executor} = new {names.Executor}(this);");
        for (var i = 0; i < inputs.Count; i++)
            writer.Line($"{executor}.{names.Inputs[i]} = {inputs[i]};");
        writer.Line($"return new {names.HandlePath}({executor}, {time}, {token});");
        writer.Close();
        writer.Line();
    }

    public static void Class(SourceWriter writer, Unit unit)
    {
        var (model, names) = (unit.Model, unit.Names);
        var result = model.Run!.Result;
        var executor = $"{KnownNames.Execution}.WorkflowExecutor<{result?.FullName ?? KnownNames.Execution + ".NoResult"}>";
        writer.Line($"/// <summary>A run of the workflow <c>{CSharpText.XmlEscaped(model.Name)}</c> in memory: waits for its end, cancels it, and sends it signals. Safe for concurrent use.</summary>");
        writer.Open($"{model.Accessibility} sealed partial class {names.Handle} : global::WorkflowGen.InMemoryRun{(result is null ? "" : $"<{result.FullName}>")}");
        writer.Line($"internal {names.Handle}({executor} executor, {TimeProvider} timeProvider, {KnownNames.CancellationToken} cancellationToken)");
        writer.Line("    : base(executor, timeProvider, cancellationToken)");
        writer.Open();
        writer.Close();
        foreach (var node in unit.Signals)
        {
            var step = model.Steps[node];
            var type = WaitEmitter.SentType(step);
            var name = CSharpText.XmlEscaped(step.Name);
            writer.Line();
            writer.Line(step.Signal!.Title is { } title
                ? $"/// <summary>Does the task <c>{name}</c> (<i>{CSharpText.XmlEscaped(title)}</i>). Done before the run asks for it, it is {Early(step)}.</summary>"
                : $"/// <summary>Sends the signal <c>{name}</c>. One that comes before the run waits for it is {Early(step)}.</summary>");
            if (type is not null)
                writer.Line("/// <param name=\"value\">What is handed over.</param>");
            writer.Line("/// <param name=\"key\">What tells repeats: of several with the same key, the first counts. Null: each counts.</param>");
            writer.Line("/// <returns>False: it came too late, the run had ended.</returns>");
            writer.Line($"{step.Signal.Access} global::System.Threading.Tasks.ValueTask<bool> Signal{step.Name}Async({(type is null ? "" : type + " value, ")}string? key = null, {KnownNames.CancellationToken} cancellationToken = default) =>");
            writer.Line($"    SignalCoreAsync({CSharpText.Literal(step.Name)}, {(type is null ? "null" : "value")}, key, cancellationToken);");
        }
        writer.Close();
    }

    /// <summary>What becomes of a signal that comes early.</summary>
    public static string Early(StepModel step) => step.Signal!.Buffered ? "kept" : "lost";
}
