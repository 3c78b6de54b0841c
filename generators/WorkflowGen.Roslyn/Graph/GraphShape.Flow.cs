using System.Globalization;
using System.Text;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>The part for what is more than a step with plain values: it adds nothing for one that is not, so that its hash stays what it was.</summary>
internal static partial class GraphShape
{
    private static char? Letter(BindingKind kind) => kind switch
    {
        BindingKind.Input => 'i',
        BindingKind.Step => 's',
        BindingKind.Join => 'j',
        BindingKind.Previous => 'p',
        BindingKind.Element => 'e',
        BindingKind.Results => 'r',
        _ => null,
    };

    private static void AppendFlow(StringBuilder text, WorkflowModel model, StepModel step, GraphNode node)
    {
        if (step.Kind != NodeKindModel.Step)
            text.Append(" is ").Append(step.Kind.ToString().ToLowerInvariant());
        if (step.Signal is { IsStream: true })
            text.Append(" stream");
        if (step.Child is { } child)
            text.Append(" of ").Append(child.Workflow.FullName).Append(child.Detached ? " detached" : "");
        foreach (var join in node.Joins)
            text.Append(" join ").Append(Number(join.Need)).Append(join.IsList ? " list " : " ").Append(Sources(join.Members)).Append(join.Required ? "" : "?").Append(join.Rest == RestModel.Ignore ? "" : " " + join.Rest.ToString().ToLowerInvariant());
        if (node.Each is { } each)
        {
            text.Append(" each");
            foreach (var source in each.Sources)
                text.Append(' ').Append(source.Kind.ToString().ToLowerInvariant()).Append(' ').Append(Sources(source.Sources));
            if (each.Enough > 0)
                text.Append(" enough ").Append(Number(each.Enough));
            if (each.CompleteOn >= 0)
                text.Append(" on ").Append(Number(each.CompleteOn));
            if (each.Until is { } until)
                AppendGuard(text, " until ", model, until);
        }
        AppendNodes(text, " catches ", node.Catches);
        if (step.IsFinally)
            text.Append(" finally");
        if (step.IsEnd)
            text.Append(" end");
        if (node.Cancels is { } cancels)
            AppendNodes(text.Append(cancels.Count == 0 ? " cancels run" : ""), " cancels ", cancels);
        if (node.IsBackground)
            text.Append(" background");
        AppendNode(text, " opened ", node.OpenedBy);
        AppendNode(text, " closed ", node.ClosedBy);
        if (node.Compensation is { } compensation)
            text.Append(" undone ").Append(model.Compensations[compensation.Compensation].Name).Append('(').Append(string.Join(",", compensation.Arguments.Select(a => a.Kind.ToString() + Number(a.Index)))).Append(')');
    }

    private static void AppendLoops(StringBuilder text, WorkflowModel model, IReadOnlyList<LoopUse> loops, IReadOnlyList<PreviousUse> previous)
    {
        foreach (var loop in loops)
        {
            text.Append("loop ").Append(Number(loop.End)).Append(" over ").Append(string.Join(",", loop.Region.Select(Number)));
            if (loop.While is { } again)
                AppendGuard(text, " while ", model, again);
            text.Append('\n');
        }
        foreach (var use in previous)
            text.Append("previous ").Append(Number(use.Node)).Append(" in ").Append(Number(use.Loop)).Append('\n');
    }

    private static void AppendGuard(StringBuilder text, string word, WorkflowModel model, GuardUse use)
    {
        text.Append(word).Append(model.Guards[use.Guard].Name);
        Append(text, use.Bindings, model.Guards[use.Guard].Parameters);
    }

    private static void AppendNodes(StringBuilder text, string word, EquatableArray<int> nodes)
    {
        if (nodes.Count > 0)
            text.Append(word).Append(string.Join(",", nodes.Select(Number)));
    }

    private static void AppendNode(StringBuilder text, string word, int node)
    {
        if (node >= 0)
            text.Append(word).Append(Number(node));
    }

    private static string Sources(EquatableArray<Binding> sources) =>
        string.Join(",", sources.Select(s => Letter(s.Kind) + Number(s.Index) + (s.NarrowTo is { } narrow ? ":" + narrow : "")));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
