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
        foreach (var type in unit.Model.Inputs.Select(i => i.Type).Concat(unit.Model.Steps.SelectMany(s => new[] { s.Result, s.Handoff }).OfType<TypeModel>()))
            Add(type);
        foreach (var upcaster in unit.Model.Upcasters)
        {
            if (upcaster.Taken is { } taken)
                Add(taken);
        }
    }

    /// <summary>The expression that yields a type's metadata.</summary>
    public static string Metadata(WorkflowModel model, TypeModel type) => Metadata(model, Bare(type));

    public void Emit()
    {
        Inputs();
        _writer.Line();
        var count = _unit.Nodes.Count;
        NodeSwitch.Emit(_writer, "public override void", "WriteHandoff", [("int", "node"), (KnownNames.JsonWriter, "writer")], count + _names.Previous.Count,
            node => node >= count ? WritePrevious(node - count) : HandoffOf(node) is { } type ? $"{Write(_slots.Completed(node), type)} return;" : null);
        _writer.Line();
        NodeSwitch.Emit(_writer, "public override void", "ReadHandoff", [("int", "node"), ("ref " + KnownNames.JsonReader, "reader")], count + _names.Previous.Count,
            node => node >= count ? ReadPrevious(node - count) : HandoffOf(node) is { } type ? $"{_names.Handoffs[node]} = {ReadHandoff(node, type)}; return;" : null);
    }

    /// <summary>What the run hands back, where that is not what its output step's handoff is written as: of another type, or the type's default where the step was skipped.</summary>
    public void EmitResult()
    {
        if (_unit.Model.Run!.Result is not { } result || _unit.Graph.Output < 0)
            return;
        var outputs = _unit.Graph.OtherOutputs.Prepend(_unit.Graph.Output).ToList();
        var needsDefault = _unit.Graph.OutputMayBeSkipped && result is { IsValueType: true, MayBeNull: false };
        // A number is written as any number is; only of classes the JSON says which they are. A context need not know the wider one.
        var mayDiffer = !result.IsValueType || _unit.Model.JsonContext is null;
        if (!needsDefault && (!mayDiffer || outputs.All(o => Bare(HandoffOf(o)!) == Bare(result))))
            return;
        string Statement(string value) => $"{KnownNames.Execution}.HandoffJson.Write<{Bare(result)}>(writer, {value}, Json.{NameOf(result)}); return;";
        _writer.Line();
        _writer.Open($"public override void WriteResult(int output, {KnownNames.JsonWriter} writer)");
        _writer.Open("switch (output)");
        foreach (var output in outputs)
            _writer.Line($"case {output}: {Statement(_slots.Completed(output))}");
        _writer.Line($"default: {Statement("default")}");
        _writer.Close();
        _writer.Close();
    }

    /// <summary>The metadata of all types that were asked for: comes last.</summary>
    public void EmitTypes()
    {
        if (_types.Count == 0)
            return;
        _writer.Line();
        Types();
    }

    /// <summary>The statement that writes a value.</summary>
    public string Write(string value, TypeModel type) => $"{KnownNames.Execution}.HandoffJson.Write(writer, {value}, Json.{NameOf(type)});";

    /// <summary>The expression that reads a value.</summary>
    public string Read(TypeModel type) => $"{KnownNames.Execution}.HandoffJson.{(type is { IsValueType: false, MayBeNull: false } ? "ReadValue" : "Read")}(ref reader, Json.{NameOf(type)})";

    /// <summary>The expression that reads the result of a step, one element's or item's: by its upcaster, where an earlier shape wrote it.</summary>
    public string ReadResult(int node) => ReadBy(_unit.Model.Steps[node].Name, _unit.Model.Steps[node].Result!);

    private string ReadHandoff(int node, TypeModel type)
    {
        var step = _unit.Model.Steps[node];
        if (!step.IsEach)
            return ReadBy(step.Name, type);
        return UpcasterOf(step.Name) is { } upcaster
            ? $"{IsEarlier} ? {KnownNames.Execution}.HandoffJson.ReadEach(ref reader, static (ref {KnownNames.JsonReader} reader) => {Call(upcaster)}) : {Read(type)}"
            : Read(type);
    }

    private string ReadBy(string name, TypeModel type) => UpcasterOf(name) is { } upcaster ? $"{IsEarlier} ? {Call(upcaster)} : {Read(type)}" : Read(type);

    private const string IsEarlier = KnownNames.Execution + ".HandoffJson.IsEarlier";

    private UpcastModel? UpcasterOf(string name) => _unit.Model.Upcasters.FirstOrDefault(u => u.Of == name);

    private string Call(UpcastModel upcaster) =>
        _unit.Call("_workflow", true, upcaster.Method, upcaster.Taken is { } taken ? Read(taken) : "global::System.Text.Json.JsonElement.ParseValue(ref reader)");

    private TypeModel? HandoffOf(int node) => _unit.IsStream(node) ? null : Slots.HandoffOf(_unit.Model.Steps[node]);

    // There is none where the step was skipped in the round before.
    private string WritePrevious(int place)
    {
        var type = Slots.HandoffOf(_unit.Model.Steps[_unit.Graph.Previous[place].Node])!;
        return type is { IsValueType: true, MayBeNull: false }
            ? $"{KnownNames.Execution}.HandoffJson.WriteOrNull(writer, {_names.Previous[place]}, Json.{NameOf(type)}); return;"
            : $"{Write(_names.Previous[place], type)} return;";
    }

    private string ReadPrevious(int place)
    {
        var type = Slots.HandoffOf(_unit.Model.Steps[_unit.Graph.Previous[place].Node])!;
        return type is { IsValueType: true, MayBeNull: false }
            ? $"{_names.Previous[place]} = {KnownNames.Execution}.HandoffJson.ReadOrNull(ref reader, Json.{NameOf(type)}); return;"
            : $"{_names.Previous[place]} = {ReadHandoff(_unit.Graph.Previous[place].Node, type with { MayBeNull = true })}; return;";
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
            var input = _unit.Model.Inputs[i];
            var read = $"{_names.Inputs[i]} = {ReadBy(CSharpText.Unescaped(input.Name), input.Type)};";
            if (input.Type.MayBeNull)
            {
                // It may have been added since the run was started.
                _writer.Line($"if ({KnownNames.Execution}.HandoffJson.TryReadElement(ref reader))");
                _writer.Line("    " + read);
                continue;
            }
            _writer.Line($"{KnownNames.Execution}.HandoffJson.ReadElement(ref reader);");
            _writer.Line(read);
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

    private string NameOf(TypeModel type)
    {
        Add(type);
        return _byType[Bare(type)];
    }

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
