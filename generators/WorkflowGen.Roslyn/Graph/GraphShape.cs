using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Graph;

/// <summary>
/// A hash of what a run under way relies on: the steps in order (a node's index is part of its journal), what they depend on and take, their handoff types, guards and
/// the output. Policies, services and names of parameters may change without stranding a run, and are not in it.
/// </summary>
internal static partial class GraphShape
{
    /// <returns>32 lower-case hexadecimal digits; then, for each upcaster, <c>+name:contract</c>.</returns>
    public static string Hash(WorkflowModel model, IReadOnlyList<GraphNode> nodes, Outputs outputs, IReadOnlyList<LoopUse> loops, IReadOnlyList<PreviousUse> previous)
    {
        var text = new StringBuilder("shape 1\n");
        foreach (var input in model.Inputs)
            text.Append("input ").Append(input.Name).Append(": ").Append(input.Type.FullName).Append('\n');
        foreach (var node in nodes)
        {
            var step = model.Steps[node.Index];
            text.Append("step ").Append(step.Name).Append(": ").Append(step.Result?.FullName ?? "nothing");
            Append(text, node.Bindings, step.Parameters);
            foreach (var use in node.Guards)
            {
                text.Append(use.Negated ? " unless " : " when ").Append(model.Guards[use.Guard].Name);
                Append(text, use.Bindings, model.Guards[use.Guard].Parameters);
            }
            text.Append(" after ").Append(string.Join(",", node.Dependencies.Select(d => d.ToString(CultureInfo.InvariantCulture))));
            AppendFlow(text, model, step, node);
            text.Append('\n');
        }
        AppendLoops(text, model, loops, previous);
        text.Append("output ").Append(string.Join(",", new[] { outputs.First }.Concat(outputs.Others).Select(Number))).Append(": ").Append(model.Run?.Result?.FullName ?? "nothing");
        if (model.Contract.Length > 0)
            text.Append('\n').Append(model.Contract);

        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        var digits = new StringBuilder(32);
        for (var i = 0; i < 16; i++)
            digits.Append(hash[i].ToString("x2", CultureInfo.InvariantCulture));
        // Whose values an upcaster reads, and what they are today: it is not asked again for those that are recorded so.
        foreach (var upcaster in model.Upcasters.OrderBy(u => u.Of, StringComparer.Ordinal))
            digits.Append('+').Append(upcaster.Of).Append(':').Append(upcaster.Contract);
        return digits.ToString();
    }

    private static void Append(StringBuilder text, EquatableArray<Binding> bindings, EquatableArray<ParameterModel> parameters)
    {
        text.Append('(');
        for (var i = 0; i < bindings.Count; i++)
        {
            if (Letter(bindings[i].Kind) is not { } letter)
                continue;
            text.Append(letter).Append(bindings[i].Index.ToString(CultureInfo.InvariantCulture));
            if (bindings[i].NarrowTo is { } narrow)
                text.Append(':').Append(narrow);
            if (parameters[i].Type.MayBeNull)
                text.Append('?');
            text.Append(' ');
        }
        text.Append(')');
    }
}
