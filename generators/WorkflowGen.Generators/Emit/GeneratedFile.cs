using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>A file that the generator adds.</summary>
/// <param name="Text">Empty: there is nothing to add.</param>
internal sealed record GeneratedFile(string HintName, string Text)
{
    public static GeneratedFile Of(WorkflowModel model, EquatableArray<string> similarNames) =>
        new(Emit.HintName.File(Emit.HintName.Of(model), similarNames), model.IsFileLocal ? "" : WorkflowEmitter.Emit(model));
}
