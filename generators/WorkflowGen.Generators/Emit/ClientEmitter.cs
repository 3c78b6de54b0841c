using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>The typed client of durable runs, beside the workflow class.</summary>
internal static class ClientEmitter
{
    private const string Engine = "global::WorkflowGen.Hosting.WorkflowEngine";

    public static void Registration(SourceWriter writer, GeneratedNames names) =>
        writer.Line($"""
            static void {WorkflowEmitter.Interface(names)}.AddClient(global::Microsoft.Extensions.DependencyInjection.IServiceCollection services) =>
                global::Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(
                    services,
                    static provider => new {names.ClientPath}(
                        global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<{Engine}>(provider)));
            """);

    public static void Emit(SourceWriter writer, Unit unit)
    {
        var (model, graph, names) = (unit.Model, unit.Graph, unit.Names);
        var result = model.Run!.Result;
        var name = CSharpText.XmlEscaped(model.Name);
        writer.Line($"/// <summary>Starts, watches and cancels durable runs of the workflow <c>{name}</c>. Safe for concurrent use.</summary>");
        writer.Open($"{model.Accessibility} sealed partial class {names.Client} : global::WorkflowGen.WorkflowClient<{names.Self}{(result is null ? "" : ", " + result.FullName)}>");
        writer.Line("/// <summary>Creates the client; the container does so where the workflow has been added to it.</summary>");
        writer.Line($"public {names.Client}({Engine} engine)");
        writer.Line("    : base(engine)");
        writer.Open();
        writer.Close();
        writer.Line();
        Start(writer, model);
        foreach (var node in unit.Signals)
        {
            writer.Line();
            Signal(writer, model, model.Steps[node]);
        }
        if (result is not null)
        {
            writer.Line();
            var read = unit.IsValid && graph.Output >= 0 ? Read(model, graph.Output) : $"throw {InvalidWorkflowEmitter.Exception}";
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override {result.FullName} ReadResult(ref {KnownNames.JsonReader} reader) =>");
            writer.Line($"    {read};");
            if (unit.IsValid)
                SeveralResults(writer, unit, result);
        }
        writer.Close();
    }

    // Each output was written as the type that its step hands over.
    private static void SeveralResults(SourceWriter writer, Unit unit, TypeModel result)
    {
        var (model, graph) = (unit.Model, unit.Graph);
        string TypeOf(int node) => Slots.HandoffOf(model.Steps[node])!.FullName;
        var others = graph.OtherOutputs.Where(o => TypeOf(o) != TypeOf(graph.Output)).ToList();
        if (others.Count == 0)
            return;
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open($"protected override {result.FullName} ReadResult(string output, ref {KnownNames.JsonReader} reader)");
        writer.Open("switch (output)");
        foreach (var other in others)
            writer.Line($"case {CSharpText.Literal(model.Steps[other].Name)}: return {Read(model, other)};");
        writer.Line("default: return ReadResult(ref reader);");
        writer.Close();
        writer.Close();
    }

    private static string Read(WorkflowModel model, int node) =>
        $"{KnownNames.Execution}.HandoffJson.Read(ref reader, {HandoffJsonEmitter.Metadata(model, Slots.HandoffOf(model.Steps[node])!)})";

    private static void Signal(SourceWriter writer, WorkflowModel model, StepModel step)
    {
        var type = WaitEmitter.SentType(step);
        var name = CSharpText.XmlEscaped(step.Name);
        writer.Line(step.Signal!.Title is { } title
            ? $"/// <summary>Does the task <c>{name}</c> (<i>{CSharpText.XmlEscaped(title)}</i>) of a run. It is done durably when this returns. Done before the run asks for it, it is {HandleEmitter.Early(step)}.</summary>"
            : $"/// <summary>Sends the signal <c>{name}</c> to a run. It is sent durably when this returns, and is delivered once, in the order of the calls. One that comes before the run waits for it is {HandleEmitter.Early(step)}.</summary>");
        writer.Line("/// <param name=\"id\">The run.</param>");
        if (type is not null)
            writer.Line("/// <param name=\"value\">What is handed over.</param>");
        writer.Line("/// <param name=\"key\">What tells repeats: of several with the same run, signal and key, the first counts, and the others are true, too. Null: each call counts.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Stops the waiting; the signal may have been sent all the same.</param>");
        writer.Line("/// <returns>False: it came too late, the run had ended.</returns>");
        writer.Line("/// <exception cref=\"global::WorkflowGen.RunNotFoundException\">There is no run of that id.</exception>");
        var parameters = $"string id, {(type is null ? "" : type + " value, ")}string? key = null, {KnownNames.CancellationToken} cancellationToken = default";
        var write = type is null ? "0, null" : $"value, static (writer, value) => {KnownNames.Execution}.HandoffJson.Write(writer, value, {HandoffJsonEmitter.Metadata(model, step.Result!)})";
        writer.Line($"{step.Signal.Access} {KnownNames.ValueTask}<bool> Signal{step.Name}Async({parameters}) =>");
        writer.Line($"    SignalCoreAsync(id, {CSharpText.Literal(step.Name)}, {write}, key, cancellationToken);");
    }

    private static void Start(SourceWriter writer, WorkflowModel model)
    {
        // The parameters of ours step aside for the author's.
        var scope = new NameScope(model.Inputs.Select(i => i.Name));
        var id = scope.Take("id");
        var options = scope.Take("options");
        var token = scope.Take("cancellationToken");
        var handle = model.Run!.Result is { } type ? $"global::WorkflowGen.RunHandle<{type.FullName}>" : "global::WorkflowGen.RunHandle";
        var names = model.Inputs.Select(i => CSharpText.Identifier(CSharpText.Unescaped(i.Name))).ToList();
        var parameters = model.Inputs.Select((input, i) => $"{input.Type.FullName} {names[i]}")
            .Prepend($"string {id}")
            .Append($"global::WorkflowGen.StartOptions? {options} = null")
            .Append($"{KnownNames.CancellationToken} {token} = default");

        writer.Line("/// <summary>Starts a run. Its start is durable when this returns; starting it again with the same id and inputs changes nothing.</summary>");
        writer.Line($"public {KnownNames.ValueTask}<{handle}> StartAsync({string.Join(", ", parameters)}) =>");
        var inputs = names.Count switch { 0 => "0", 1 => names[0], _ => $"({string.Join(", ", names)})" };
        writer.Line($"    StartCoreAsync({id}, {inputs}, static (writer, inputs) =>");
        writer.Indent();
        writer.Open();
        writer.Line("writer.WriteStartArray();");
        for (var i = 0; i < names.Count; i++)
        {
            var value = names.Count == 1 ? "inputs" : $"inputs.Item{i + 1}";
            writer.Line($"{KnownNames.Execution}.HandoffJson.Write(writer, {value}, {HandoffJsonEmitter.Metadata(model, model.Inputs[i].Type)});");
        }
        writer.Line("writer.WriteEndArray();");
        writer.Close($", {options}, {token});");
        writer.Outdent();
    }
}
