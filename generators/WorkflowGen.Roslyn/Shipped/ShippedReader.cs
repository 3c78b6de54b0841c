using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Roslyn.Shipped;

/// <summary>Reads a file of shipped workflows. Strict: a name that it does not know is a mistake, or of a later format, and either way not to be passed over.</summary>
internal static class ShippedReader
{
    /// <exception cref="JsonTextException">It cannot be read; the place is in it.</exception>
    public static ShippedFile Read(string text)
    {
        // An empty file turns the checks on, as {} does.
        if (string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF')))
            return ShippedFile.Empty;
        var root = new Fields(JsonText.Read(text), "the file");
        if (root.IsEmpty)
            return ShippedFile.Empty;
        var format = root.Need("format");
        if (NumberOf(format) != ShippedFile.Format)
            throw new JsonTextException($"'format' is {NumberOf(format)}, and this version of WorkflowGen reads {ShippedFile.Format}", format.Position);
        var workflows = new List<ShippedWorkflow>();
        if (root.Find("workflows") is { } all)
        {
            foreach (var workflow in MembersOf(all))
            {
                foreach (var version in MembersOf(workflow.Value))
                    workflows.Add(Workflow(workflow.Name, version));
            }
        }
        root.End();
        return new(workflows.ToEquatableArray());
    }

    private static ShippedWorkflow Workflow(string name, JsonMember member)
    {
        if (!int.TryParse(member.Name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) || version < 1)
            throw new JsonTextException($"expected a version from 1, and found '{member.Name}'", member.Position);
        var fields = new Fields(member.Value, $"version {version} of '{name}'");
        var workflow = new ShippedWorkflow
        {
            Name = name,
            Version = version,
            Retired = fields.Flag("retired"),
            Inputs = (fields.Find("inputs") is { } inputs ? ItemsOf(inputs).Select(Input) : []).ToEquatableArray(),
            Result = fields.Text("result"),
            Outputs = fields.Texts("output"),
            Nodes = (fields.Find("nodes") is { } nodes ? MembersOf(nodes).Select(Node) : []).OrderBy(n => n.Name, StringComparer.Ordinal).ToEquatableArray(),
            Types = (fields.Find("types") is { } types ? MembersOf(types).Select(Type) : []).OrderBy(t => t.Name, StringComparer.Ordinal).ToEquatableArray(),
        };
        fields.End();
        return workflow;
    }

    private static ShippedInput Input(JsonValue value)
    {
        var fields = new Fields(value, "an input");
        var input = new ShippedInput(TextOf(fields.Need("name")), TextOf(fields.Need("type")), fields.Text("upcast"));
        fields.End();
        return input;
    }

    private static ShippedNode Node(JsonMember member)
    {
        var fields = new Fields(member.Value, $"'{member.Name}'");
        var node = new ShippedNode
        {
            Name = member.Name,
            Kind = TextOf(fields.Need("kind")),
            Result = fields.Text("result"),
            Renamed = fields.Names("renamed"),
            Upcast = fields.Text("upcast"),
            After = fields.Names("after"),
            Takes = fields.Texts("takes"),
            Each = fields.Texts("each"),
            When = fields.Names("when"),
            Joins = (fields.Find("joins") is { } joins ? ItemsOf(joins).Select(Join) : []).ToEquatableArray(),
            Catches = fields.Names("catches"),
            Cancels = fields.Names("cancels"),
            End = fields.Flag("end"),
            Loop = fields.Find("loop") is { } loop ? Loop(loop) : null,
            Child = fields.Find("child") is { } child ? Child(child) : null,
            Compensation = fields.Find("compensation") is { } compensation ? Compensation(compensation) : null,
        };
        fields.End();
        return node;
    }

    private static ShippedJoin Join(JsonValue value)
    {
        var fields = new Fields(value, "a join");
        var join = new ShippedJoin((int)NumberOf(fields.Need("need")), fields.Texts("of"), fields.Flag("stops"));
        fields.End();
        return join;
    }

    private static ShippedLoop Loop(JsonValue value)
    {
        var fields = new Fields(value, "a loop");
        var loop = new ShippedLoop(TextOf(fields.Need("to")), fields.Text("while"), fields.Names("region"));
        fields.End();
        return loop;
    }

    private static ShippedChild Child(JsonValue value)
    {
        var fields = new Fields(value, "a child");
        var child = new ShippedChild(TextOf(fields.Need("workflow")), (int)NumberOf(fields.Need("version")), fields.Texts("inputs"));
        fields.End();
        return child;
    }

    private static ShippedCompensation Compensation(JsonValue value)
    {
        var fields = new Fields(value, "a compensation");
        var compensation = new ShippedCompensation(TextOf(fields.Need("method")), fields.Texts("takes"));
        fields.End();
        return compensation;
    }

    private static ShippedType Type(JsonMember member)
    {
        var fields = new Fields(member.Value, $"type '{member.Name}'");
        var (numbers, names) = (fields.Find("numbers"), fields.Find("names"));
        var type = new ShippedType
        {
            Name = member.Name,
            Converter = fields.Text("converter"),
            Enum = numbers is not null ? ShippedEnumForm.Numbers : names is not null ? ShippedEnumForm.Names : ShippedEnumForm.None,
            EnumMembers = numbers is not null
                ? MembersOf(numbers).Select(m => new ShippedEnumMember(m.Name, NumberOf(m.Value))).ToEquatableArray()
                : (names is null ? [] : ItemsOf(names).Select(n => new ShippedEnumMember(TextOf(n), null))).ToEquatableArray(),
            Discriminator = fields.Text("discriminator"),
            Cases = (fields.Find("cases") is { } cases ? MembersOf(cases).Select(c => new ShippedCase(c.Name, TextOf(c.Value))) : []).OrderBy(c => c.Says, StringComparer.Ordinal).ToEquatableArray(),
            Members = (fields.Find("members") is { } members ? MembersOf(members).Select(Member) : []).OrderBy(m => m.Name, StringComparer.Ordinal).ToEquatableArray(),
            KeepsOthers = fields.Flag("keepsOthers"),
        };
        fields.End();
        return type;
    }

    private static ShippedMember Member(JsonMember member)
    {
        var text = TextOf(member.Value);
        foreach (var need in new[] { ShippedNeed.Optional, ShippedNeed.Required, ShippedNeed.Omitted, ShippedNeed.Computed })
        {
            if (text.EndsWith(ShippedWriter.Word(need), StringComparison.Ordinal))
                return new(member.Name, text.Substring(0, text.Length - ShippedWriter.Word(need).Length), need);
        }
        return new(member.Name, text);
    }

    private static string TextOf(JsonValue value) => value.Text is { Length: > 0 } text ? text : throw new JsonTextException("expected a string that is not empty", value.Position);

    private static long NumberOf(JsonValue value) => value.Number ?? throw new JsonTextException("expected a whole number", value.Position);

    private static IReadOnlyList<JsonValue> ItemsOf(JsonValue value) => value.Items ?? throw new JsonTextException("expected an array", value.Position);

    private static IReadOnlyList<JsonMember> MembersOf(JsonValue value) => value.Members ?? throw new JsonTextException("expected an object", value.Position);

    /// <summary>The members of an object that have not been asked for yet.</summary>
    private sealed class Fields(JsonValue value, string what)
    {
        private readonly List<JsonMember> _left = [.. MembersOf(value)];

        public bool IsEmpty => _left.Count == 0;

        public JsonValue? Find(string name)
        {
            var at = _left.FindIndex(m => m.Name == name);
            if (at < 0)
                return null;
            var found = _left[at].Value;
            _left.RemoveAt(at);
            return found;
        }

        public JsonValue Need(string name) => Find(name) ?? throw new JsonTextException($"{what} has no '{name}'", value.Position);

        public string? Text(string name) => Find(name) is { } found ? TextOf(found) : null;

        public EquatableArray<string> Texts(string name) => Find(name) is { } found ? ItemsOf(found).Select(TextOf).ToEquatableArray() : default;

        public EquatableArray<string> Names(string name) => Texts(name).OrderBy(n => n, StringComparer.Ordinal).ToEquatableArray();

        public bool Flag(string name) => Find(name) is { } found && (found.Truth ?? throw new JsonTextException("expected true or false", found.Position));

        public void End()
        {
            if (_left.Count > 0)
                throw new JsonTextException($"{what} has a '{_left[0].Name}', which means nothing", _left[0].Position);
        }
    }
}
