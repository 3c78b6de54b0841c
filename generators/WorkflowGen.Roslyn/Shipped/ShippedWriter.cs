using System.Globalization;
using System.Text;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>Writes a file of shipped workflows: sorted, a thing a line, LF, so that a difference shows what has changed and nothing else.</summary>
internal sealed class ShippedWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;

    public static string Write(ShippedFile file)
    {
        var writer = new ShippedWriter();
        writer.Object(() =>
        {
            writer.Number("format", ShippedFile.Format);
            writer.Member("workflows", () =>
            {
                foreach (var versions in file.Workflows.GroupBy(w => w.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
                {
                    writer.Member(versions.Key, () =>
                    {
                        foreach (var version in versions.OrderBy(v => v.Version))
                            writer.Member(version.Version.ToString(CultureInfo.InvariantCulture), () => writer.Workflow(version));
                    });
                }
            });
        });
        return writer._text.Append('\n').ToString();
    }

    private void Workflow(ShippedWorkflow workflow)
    {
        if (workflow.Retired)
        {
            Flag("retired", true);
            return;
        }
        if (workflow.Inputs.Count > 0)
        {
            Array("inputs", workflow.Inputs, input => Object(() =>
            {
                Text("name", input.Name);
                Text("type", input.Type);
                Text("upcast", input.Upcast);
            }));
        }
        Text("result", workflow.Result);
        Texts("output", workflow.Outputs);
        Member("nodes", () =>
        {
            foreach (var node in workflow.Nodes.OrderBy(n => n.Name, StringComparer.Ordinal))
                Member(node.Name, () => Node(node));
        });
        if (workflow.Types.Count > 0)
        {
            Member("types", () =>
            {
                foreach (var type in workflow.Types.OrderBy(t => t.Name, StringComparer.Ordinal))
                    Member(type.Name, () => Type(type));
            });
        }
    }

    private void Node(ShippedNode node)
    {
        Text("kind", node.Kind);
        Text("result", node.Result);
        Texts("renamed", Sorted(node.Renamed));
        Text("upcast", node.Upcast);
        Texts("after", Sorted(node.After));
        Texts("takes", node.Takes);
        Texts("each", node.Each);
        Texts("when", Sorted(node.When));
        if (node.Joins.Count > 0)
        {
            Array("joins", node.Joins, join => Object(() =>
            {
                Number("need", join.Need);
                Texts("of", join.Of);
                Flag("stops", join.Stops);
            }));
        }
        Texts("catches", Sorted(node.Catches));
        Texts("cancels", Sorted(node.Cancels));
        Flag("end", node.End);
        if (node.Loop is { } loop)
        {
            Member("loop", () =>
            {
                Text("to", loop.To);
                Text("while", loop.While);
                Texts("region", Sorted(loop.Region));
            });
        }
        if (node.Child is { } child)
        {
            Member("child", () =>
            {
                Text("workflow", child.Workflow);
                Number("version", child.Version);
                Texts("inputs", child.Inputs);
            });
        }
        if (node.Compensation is { } compensation)
        {
            Member("compensation", () =>
            {
                Text("method", compensation.Method);
                Texts("takes", compensation.Takes);
            });
        }
    }

    private void Type(ShippedType type)
    {
        Text("converter", type.Converter);
        if (type.Enum == ShippedEnumForm.Names)
        {
            Texts("names", Sorted(type.EnumMembers.Select(m => m.Name)));
        }
        else if (type.Enum == ShippedEnumForm.Numbers)
        {
            Member("numbers", () =>
            {
                foreach (var member in type.EnumMembers.OrderBy(m => m.Value).ThenBy(m => m.Name, StringComparer.Ordinal))
                    Number(member.Name, member.Value ?? 0);
            });
        }
        if (type.Discriminator is not null)
        {
            Text("discriminator", type.Discriminator);
            Member("cases", () =>
            {
                foreach (var @case in type.Cases.OrderBy(c => c.Says, StringComparer.Ordinal))
                    Text(@case.Says, @case.Type);
            });
        }
        if (type.Members.Count > 0)
        {
            Member("members", () =>
            {
                foreach (var member in type.Members.OrderBy(m => m.Name, StringComparer.Ordinal))
                    Text(member.Name, member.Type + Word(member.Need));
            });
        }
        Flag("keepsOthers", type.KeepsOthers);
    }

    public static string Word(ShippedNeed need) => need switch
    {
        ShippedNeed.Optional => " optional",
        ShippedNeed.Required => " required",
        ShippedNeed.Omitted => " omitted",
        ShippedNeed.Computed => " computed",
        _ => "",
    };

    private static EquatableArray<string> Sorted(IEnumerable<string> names) => names.OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray();

    private void Object(Action content)
    {
        _text.Append('{');
        _depth++;
        _isFirst = true;
        content();
        _depth--;
        if (!_isFirst)
            Line();
        _text.Append('}');
        _isFirst = false;
    }

    private void Member(string name, Action content)
    {
        Begin(name);
        Object(content);
    }

    private void Array<T>(string name, EquatableArray<T> items, Action<T> write)
        where T : IEquatable<T>
    {
        Begin(name);
        _text.Append('[');
        _depth++;
        _isFirst = true;
        foreach (var item in items)
        {
            Separate();
            write(item);
        }
        _depth--;
        Line();
        _text.Append(']');
        _isFirst = false;
    }

    private void Texts(string name, EquatableArray<string> items)
    {
        if (items.Count > 0)
            Array(name, items, item => Quote(item));
    }

    private void Text(string name, string? value)
    {
        if (value is null)
            return;
        Begin(name);
        Quote(value);
    }

    private void Number(string name, long value)
    {
        Begin(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    private void Flag(string name, bool value)
    {
        if (!value)
            return;
        Begin(name);
        _text.Append("true");
    }

    private void Begin(string name)
    {
        Separate();
        Quote(name);
        _text.Append(": ");
    }

    private void Separate()
    {
        if (!_isFirst)
            _text.Append(',');
        _isFirst = false;
        Line();
    }

    private void Line() => _text.Append('\n').Append(' ', _depth * 2);

    private void Quote(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\')
                _text.Append('\\').Append(c);
            else if (c < ' ' || char.IsSurrogate(c))
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                _text.Append(c);
        }
        _text.Append('"');
    }
}
