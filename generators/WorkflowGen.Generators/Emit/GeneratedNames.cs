using WorkflowGen.Roslyn.Model;
using WorkflowGen.Roslyn.Parsing;

namespace WorkflowGen.Generators.Emit;

/// <summary>The names that generated code gives to things, none of which is one that the author, or the runtime's base class, has used.</summary>
internal sealed class GeneratedNames
{
    // What the executor's base classes have, or this generator adds to it.
    private static readonly string[] s_executorMembers =
    [
        "BeginStep", "EndStep", "EvaluateGuard", "ClearHandoffs", "WriteInputs", "ReadInputs", "WriteHandoff", "ReadHandoff",
        "TakeResult", "ReturnToPool", "Begin", "AdoptCompleted", "AdoptSkipped", "AdoptRunning", "AdoptFailed", "Continue", "ContinueWithoutResult",
        "Definition", "GetResult", "GetStatus", "OnCompleted", "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone",
        "Graph", "Pool", "Rent", "GoOn", "Resume", "StraightOrder", "Executor", "Json", "_workflow",
    ];

    public GeneratedNames(WorkflowModel model)
    {
        var path = string.Concat(model.ContainingTypes.Select(t => t.Name + t.TypeParameters + "."));
        Self = "global::" + (model.Namespace.Length == 0 ? "" : model.Namespace + ".") + path + model.TypeName + model.TypeParameters;
        Client = new NameScope(model.TakenNames).Take(CSharpText.Unescaped(model.TypeName) + TakenNames.ClientSuffix);
        ClientPath = Self.Substring(0, Self.Length - model.TypeName.Length - model.TypeParameters.Length) + Client;

        var members = new NameScope(
            model.Steps.Select(s => s.Name)
                .Concat(model.Guards.Select(g => g.Name))
                .Concat(model.Services.Select(s => s.Name))
                .Concat(model.TakenNames)
                .Append(model.TypeName)
                .Append("RunAsync"));
        Executor = members.Take(TakenNames.Executor);
        Definition = members.Take(TakenNames.Definition) is TakenNames.Definition ? TakenNames.Definition : null;

        // Fields of the executor. Those of handoffs are named for their step, as the locals of RunAsync are.
        var fields = new NameScope(s_executorMembers.Append(CSharpText.Unescaped(Executor)));
        Inputs = [.. model.Inputs.Select(i => fields.Take("_" + CSharpText.Unescaped(i.Name)))];
        Handoffs = [.. model.Steps.Select(s => fields.Take("_" + CSharpText.CamelCase(s.Name)))];
        Awaiters = [.. model.Steps.Select(s => fields.Take("_" + CSharpText.CamelCase(s.Name) + "Awaiter"))];
        BeginMethods = [.. model.Steps.Select(s => fields.Take("Begin" + s.Name))];
        EndMethods = [.. model.Steps.Select(s => fields.Take("End" + s.Name))];
    }

    /// <summary>The workflow class, as <c>global::…</c>.</summary>
    public string Self { get; }

    /// <summary>The executor, nested in the workflow class.</summary>
    public string Executor { get; }

    /// <summary>The static property with the graph; null where the author has a member of that name, and only the interface shows it.</summary>
    public string? Definition { get; }

    /// <summary>The client, beside the workflow class.</summary>
    public string Client { get; }

    /// <summary>The client, as <c>global::…</c>.</summary>
    public string ClientPath { get; }

    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyList<string> Handoffs { get; }

    public IReadOnlyList<string> Awaiters { get; }

    public IReadOnlyList<string> BeginMethods { get; }

    public IReadOnlyList<string> EndMethods { get; }
}
