using System.Text;
using WorkflowGen.Roslyn.Graph;
using WorkflowGen.Roslyn.Model;

namespace WorkflowGen.Generators.Emit;

/// <summary>How a durable run writes and reads its values. A run in memory never comes here.</summary>
internal sealed class HandoffJsonEmitter
{
    private readonly SourceWriter _writer;
    private readonly Unit _unit;
    private readonly GeneratedNames _names;
    private readonly Slots _slots;
    private readonly List<(string Type, string Name)> _types = [];
    private readonly Dictionary<string, string> _byType = new(StringComparer.Ordinal);
    private readonly NameScope _scope = new("Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize", "Json");

    public HandoffJsonEmitter(SourceWriter writer, Unit unit, Slots slots)
    {
        (_writer, _unit, _names, _slots) = (writer, unit, unit.Names, slots);
        foreach (var type in unit.Model.Inputs.Select(i => i.Type).Concat(unit.Model.Steps.Select(s => s.Result).OfType<TypeModel>()))
            Add(type);
    }

    /// <summary>The expression that yields a type's metadata.</summary>
    public static string Metadata(WorkflowModel model, TypeModel type) => Metadata(model, Bare(type));

    public void Emit()
    {
        Inputs();
        _writer.Line();
        NodeSwitch.Emit(_writer, "public override void", "WriteHandoff", [("int", "node"), (KnownNames.JsonWriter, "writer")], _unit.Nodes.Count,
            node => _unit.Model.Steps[node].Result is { } type ? $"{Write(_slots.Completed(node), type)} return;" : null);
        _writer.Line();
        NodeSwitch.Emit(_writer, "public override void", "ReadHandoff", [("int", "node"), ("ref " + KnownNames.JsonReader, "reader")], _unit.Nodes.Count,
            node => _unit.Model.Steps[node].Result is { } type ? $"{_names.Handoffs[node]} = {Read(type)}; return;" : null);
        if (_types.Count > 0)
        {
            _writer.Line();
            Types();
        }
    }

    private void Inputs()
    {
        _writer.Open($"public override void WriteInputs({KnownNames.JsonWriter} writer)");
        _writer.Line("writer.WriteStartArray();");
        for (var i = 0; i < _names.Inputs.Count; i++)
            _writer.Line(Write(_names.Inputs[i], _unit.Model.Inputs[i].Type));
        _writer.Line("writer.WriteEndArray();");
        _writer.Close();
        _writer.Line();
        _writer.Open($"public override void ReadInputs(ref {KnownNames.JsonReader} reader)");
        _writer.Line($"{KnownNames.Execution}.HandoffJson.ReadArrayStart(ref reader);");
        for (var i = 0; i < _names.Inputs.Count; i++)
        {
            _writer.Line($"{KnownNames.Execution}.HandoffJson.ReadElement(ref reader);");
            _writer.Line($"{_names.Inputs[i]} = {Read(_unit.Model.Inputs[i].Type)};");
        }
        _writer.Line($"{KnownNames.Execution}.HandoffJson.ReadArrayEnd(ref reader);");
        _writer.Close();
    }

    // Asked for when first needed, type by type, so that one that is missing in the context is named, and no other suffers.
    private void Types()
    {
        _writer.Open("private static class Json");
        for (var i = 0; i < _types.Count; i++)
        {
            var (type, name) = _types[i];
            var field = "s_" + CSharpText.Unescaped(name);
            if (i > 0)
                _writer.Line();
            _writer.Line($"private static {KnownNames.JsonTypeInfo}<{type}> {field};");
            _writer.Line($"internal static {KnownNames.JsonTypeInfo}<{type}> {name} => {field} ??= {Metadata(_unit.Model, type)};");
        }
        _writer.Close();
    }

    private string Write(string value, TypeModel type) => $"{KnownNames.Execution}.HandoffJson.Write(writer, {value}, Json.{_byType[Bare(type)]});";

    private string Read(TypeModel type) => $"{KnownNames.Execution}.HandoffJson.Read(ref reader, Json.{_byType[Bare(type)]})";

    private void Add(TypeModel type)
    {
        var bare = Bare(type);
        if (_byType.ContainsKey(bare))
            return;
        var name = _scope.Take(Words(type.DisplayName));
        _byType.Add(bare, name);
        _types.Add((bare, name));
    }

    private static string Metadata(WorkflowModel model, string type) => model.JsonContext is { } context
        ? $"{KnownNames.Execution}.HandoffJson.FromContext<{type}>({context}.Default)"
        : $"{KnownNames.Execution}.HandoffJson.ByReflection<{type}>()";

    // Payment? and Payment are the same to the serialiser; int? and int are not.
    private static string Bare(TypeModel type) => type is { IsValueType: false } ? type.FullName.TrimEnd('?') : type.FullName;

    // IReadOnlyList<Payment>? → IReadOnlyListPayment
    private static string Words(string type)
    {
        var words = new StringBuilder();
        var starts = true;
        foreach (var c in type)
        {
            if (!char.IsLetterOrDigit(c))
            {
                starts = true;
                words.Append(c == '[' ? "Array" : c == '?' ? "OrNull" : "");
                continue;
            }
            words.Append(starts ? char.ToUpperInvariant(c) : c);
            starts = false;
        }
        return words.Length == 0 || !char.IsLetter(words[0]) ? "T" + words : words.ToString();
    }
}
