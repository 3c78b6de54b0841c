namespace WorkflowGen.Generators.Emit;

/// <summary>
/// What a workflow with errors gets: the members that the rest of the author's code may name, so that the compiler adds nothing to what the analyzers say.
/// </summary>
internal static class InvalidWorkflowEmitter
{
    public const string Exception = "new global::System.NotSupportedException(\"The workflow has compile errors.\")";

    public static void Emit(SourceWriter writer, Unit unit)
    {
        var (model, names) = (unit.Model, unit.Names);
        writer.Open(WorkflowEmitter.ClassHeader(model, names));
        if (names.Definition is { } definition)
        {
            writer.Line("/// <summary>The compiled graph: none, since the workflow has compile errors.</summary>");
            writer.Line($"public static {KnownNames.Execution}.WorkflowDefinition {definition} => throw {Exception};");
            writer.Line();
        }
        if (unit.HasRun)
        {
            writer.Line($"{WorkflowEmitter.RunSignature(model)} => throw {Exception};");
            writer.Line();
        }
        foreach (var declaration in model.UnfitRuns)
        {
            writer.Line($"{declaration} => throw {Exception};");
            writer.Line();
        }
        if (unit.HasRun && unit.HasClock)
            HandleEmitter.Start(writer, unit, isValid: false);
        if (model.Steps.All(s => s.Name.Length > 0))
            StepsEmitter.References(writer, unit);
        WaitEmitter.Bodies(writer, unit);
        var self = WorkflowEmitter.Interface(names);
        writer.Line($"""
            static {KnownNames.Execution}.WorkflowDefinition {self}.Definition => throw {Exception};

            static {names.Self} {self}.Create(global::System.IServiceProvider services) => throw {Exception};

            static {KnownNames.Execution}.WorkflowExecutor {self}.CreateExecutor({names.Self} workflow) => throw {Exception};

            static void {self}.AddClient(global::Microsoft.Extensions.DependencyInjection.IServiceCollection services) => throw {Exception};
            """);
        writer.Close();
    }
}
