using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// What was recorded in which shape, and under which name.
internal sealed partial class RunFold
{
    private readonly HashSet<(int Node, int Part)> _earlier = [];

    /// <summary>Whether what is recorded here is in another shape than the definition's.</summary>
    private bool IsEarlier => !ShapeText.AreSame(Progress.LatestShape, _definition.Shape);

    /// <summary>Whether the inputs were recorded in another shape.</summary>
    public bool HasEarlierInputs { get; private set; }

    /// <summary>Whether a value was recorded in another shape than the definition's.</summary>
    /// <param name="node">A node, or the number of nodes and the place of a value of the round before.</param>
    /// <param name="part">An element or item; −1: the handoff of the node.</param>
    public bool IsEarlierValue(int node, int part = -1) => _earlier.Contains((node, part));

    /// <summary>The number of the last signal that may have been sent to a build of another shape.</summary>
    public long EarlierSignals(long last) => IsEarlier ? last : Progress.Shapes.Signals;

    // By the name that it had then.
    private bool AgreeOn(NodeDefinition node) => ShapeText.AgreeOn(Progress.LatestShape, node.FormerNames.Append(node.Name), _definition.Shape, node.Name);

    private void BeginShape(string shape)
    {
        Progress.LatestShape = shape;
        HasEarlierInputs = IsEarlier && !_definition.Inputs.Any(i => ShapeText.AgreeOn(shape, [i], _definition.Shape, i));
    }

    private void KeepHandoff(int node, ReadOnlyMemory<byte> payload)
    {
        Payloads[node] = payload;
        Mark(node, -1);
    }

    // The round that is over may have been recorded in another shape than this one.
    private void MarkPrevious(int previous, int node)
    {
        if (_earlier.Any(e => e.Node == node))
            _earlier.Add((_definition.Nodes.Count + previous, -1));
        else
            _earlier.Remove((_definition.Nodes.Count + previous, -1));
    }

    private void Mark(int node, int part)
    {
        if (IsEarlier && !AgreeOn(_definition.NodeArray[node]))
            _earlier.Add((node, part));
        else
            _earlier.Remove((node, part));
    }

    /// <summary>Whether what a compensation takes was kept in another shape.</summary>
    public bool IsEarlierCompensation(int ordinal) => IsEarlier || ordinal < Progress.Shapes.Armed;

    private void Meet(ShapeMet met)
    {
        Progress.LatestShape = met.Shape;
        Progress.Shapes.Signals = met.Signals;
        Progress.Shapes.Armed = Progress.ClosingOrNull?.NextOrdinal ?? 0;
    }

    private void ApplyShapes(RunSnapshot snapshot)
    {
        BeginShape(snapshot.Shape);
        if (snapshot.Sections.TryGetValue(SnapshotSection.Shapes, out var section))
        {
            var reader = new RecordReader(section);
            Progress.Shapes = new RecordedShapes { Signals = reader.ReadInt64(), Armed = reader.ReadInt32() };
            reader.End();
        }
        if (snapshot.Sections.TryGetValue(SnapshotSection.FormerNames, out section))
        {
            var reader = new RecordReader(section);
            for (var left = reader.ReadCount(); left > 0; left--)
                KeepFormerName(reader.ReadString(), reader.ReadInt32());
            reader.End();
        }
    }

    private void KeepFormerName(string recorded, int attempt)
    {
        var key = Key(recorded);
        if (_names.Text(key) != recorded)
            (Progress.FormerNames ??= [])[new LeftChild(key, attempt)] = recorded;
    }
}
