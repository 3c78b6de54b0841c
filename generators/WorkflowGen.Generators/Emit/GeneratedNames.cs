using WorkflowGen.Roslyn.Graph;
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
        "EvaluateLoop", "BeginRound", "DelayUntil", "AcceptSignal", "BeginElements", "BeginElement", "EndElement", "CompleteElements", "EvaluateUntil", "WriteElement", "ReadElement",
        "BeginPull", "EndPull", "AbandonStream", "WriteItem", "ReadItem", "ForgetItem", "WriteChildInputs",
        "CaptureCompensation", "WriteCompensation", "ReadCompensation", "BeginCompensation", "EndCompensation", "BeginReplacement", "EndAtOnce",
        "Chosen", "ChosenOf", "OutputNode", "FailureOf", "ArrivalOf",
    ];

    public GeneratedNames(WorkflowModel model, WorkflowGraph graph)
    {
        var path = string.Concat(model.ContainingTypes.Select(t => t.Name + t.TypeParameters + "."));
        Self = "global::" + (model.Namespace.Length == 0 ? "" : model.Namespace + ".") + path + model.TypeName + model.TypeParameters;
        Client = new NameScope(model.TakenNames).Take(CSharpText.Unescaped(model.TypeName) + TakenNames.ClientSuffix);
        var beside = Self.Substring(0, Self.Length - model.TypeName.Length - model.TypeParameters.Length);
        ClientPath = beside + Client;
        Handle = new NameScope(model.TakenNames).Take(CSharpText.Unescaped(model.TypeName) + TakenNames.RunSuffix);
        HandlePath = beside + Handle;

        var members = new NameScope(
            model.Steps.Select(s => s.Name)
                .Concat(model.Guards.Select(g => g.Name))
                .Concat(model.Services.Select(s => s.Name))
                .Concat(model.TakenNames)
                .Append(model.TypeName)
                .Append("RunAsync"));
        Executor = members.Take(TakenNames.Executor);
        Definition = members.Take(TakenNames.Definition) is TakenNames.Definition ? TakenNames.Definition : null;
        Steps = members.Take(TakenNames.Steps);
        Start = members.Take(TakenNames.Start);

        // Fields of the executor. Those of handoffs are named for their step, as the locals of RunAsync are.
        var fields = new NameScope(s_executorMembers.Append(CSharpText.Unescaped(Executor)));
        Inputs = [.. model.Inputs.Select(i => fields.Take("_" + CSharpText.Unescaped(i.Name)))];
        Handoffs = [.. model.Steps.Select(s => fields.Take("_" + CSharpText.CamelCase(s.Name)))];
        Awaiters = [.. model.Steps.Select(s => fields.Take("_" + CSharpText.CamelCase(s.Name) + "Awaiter"))];
        BeginMethods = [.. model.Steps.Select(s => fields.Take("Begin" + s.Name))];
        EndMethods = [.. model.Steps.Select(s => fields.Take("End" + s.Name))];

        // What only some nodes have. None of it takes a name from the above.
        Results = [.. graph.Nodes.Select(n => n.Each is null ? "" : fields.Take($"_{CSharpText.CamelCase(model.Steps[n.Index].Name)}Results"))];
        Items = [.. model.Steps.Select(s => IsStream(s) ? fields.Take($"_{CSharpText.CamelCase(s.Name)}Items") : "")];
        Cursors = [.. model.Steps.Select(s => s.Kind == NodeKindModel.Stream ? fields.Take($"_{CSharpText.CamelCase(s.Name)}Cursor") : "")];
        Previous = [.. graph.Previous.Select(p => fields.Take("_previous" + Capitalised(model.Steps[p.Node].Name)))];
        JoinMethods = [.. graph.Nodes.Select(n => (IReadOnlyList<string>)[.. Joins.Of(model, graph, n).Select(j => fields.Take(j.Owner + Capitalised(j.Parameter.Name)))])];
        ArrivalMethods = [.. graph.Nodes.Select(n => (IReadOnlyList<string>)[.. (n.Each?.Sources ?? default).Select((source, i) =>
            source.Kind == EachSourceKindModel.Arrivals ? fields.Take($"{model.Steps[n.Index].Name}Arrival") : "")])];
        Undos = [.. graph.Nodes.Select(n => n.Compensation is null ? "" : fields.Take(model.Steps[n.Index].Name + "Undo"))];
        UndoAwaiters = [.. graph.Nodes.Select(n => n.Compensation is null ? "" : fields.Take($"_{CSharpText.CamelCase(model.Steps[n.Index].Name)}UndoAwaiter"))];
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

    /// <summary>By node, the field with the results of elements; empty for a node without [Each].</summary>
    public IReadOnlyList<string> Results { get; }

    /// <summary>By node, the field with the items of a stream; otherwise empty.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>By node, the field with the enumeration of a stream step; otherwise empty.</summary>
    public IReadOnlyList<string> Cursors { get; }

    /// <summary>The fields with values of the round before.</summary>
    public IReadOnlyList<string> Previous { get; }

    /// <summary>By node and join, the method that says what the join takes.</summary>
    public IReadOnlyList<IReadOnlyList<string>> JoinMethods { get; }

    /// <summary>By node and source of its [Each], the method that says what an arrival brings; empty for other sources.</summary>
    public IReadOnlyList<IReadOnlyList<string>> ArrivalMethods { get; }

    /// <summary>By node, the class with what its compensation needs; empty where it has none.</summary>
    public IReadOnlyList<string> Undos { get; }

    public IReadOnlyList<string> UndoAwaiters { get; }

    /// <summary>The class with a reference for each step, nested in the workflow class.</summary>
    public string Steps { get; }

    /// <summary>The method that starts a run in memory and returns its handle.</summary>
    public string Start { get; }

    /// <summary>The handle of a run in memory, beside the workflow class.</summary>
    public string Handle { get; }

    /// <summary>The handle, as <c>global::…</c>.</summary>
    public string HandlePath { get; }

    private static bool IsStream(StepModel step) => step is { Kind: NodeKindModel.Stream } or { Signal.IsStream: true };

    private static string Capitalised(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);
}
