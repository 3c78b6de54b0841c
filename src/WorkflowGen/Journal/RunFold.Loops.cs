using WorkflowGen.Execution;

namespace WorkflowGen.Journal;

// Finished rounds leave nothing behind but their number, and the values that [Previous] asks for.
internal sealed partial class RunFold
{
    /// <summary>The recorded values of the round before, for each of <see cref="WorkflowDefinition.Previous"/>.</summary>
    public ReadOnlyMemory<byte>[] PreviousPayloads { get; }

    private void Apply(RoundStarted started)
    {
        var key = Key(started.Loop);
        var loop = Progress.RoundStarted(_definition, key, started.At);
        for (var i = 0; i < PreviousPayloads.Length; i++)
        {
            var previous = _definition.Previous[i];
            if (previous.Loop == loop)
            {
                PreviousPayloads[i] = HandoffOf(previous.Node);
                MarkPrevious(i, previous.Node);
            }
            if (!Progress.HasPrevious[i])
                PreviousPayloads[i] = default;
        }
        foreach (var index in _definition.Loops[loop].Region)
        {
            Payloads[index] = default;
            ForgetParts(index);
        }
    }

    private void ApplyLoops(RunSnapshot snapshot)
    {
        if (snapshot.Sections.TryGetValue(SnapshotSection.Rounds, out var section))
        {
            var reader = new RecordReader(section);
            for (var left = reader.ReadCount(); left > 0; left--)
                Progress.RestoreRound(Key(reader.ReadString()), reader.ReadTime());
            for (var left = reader.ReadCount(); left > 0; left--)
                Progress.RestoreLoop(LoopOf(reader.ReadString()), reader.ReadInt32(), isOver: reader.ReadByte() != 0);
            reader.End();
        }
        if (snapshot.Sections.TryGetValue(SnapshotSection.Previous, out section))
        {
            var reader = new RecordReader(section);
            for (var left = reader.ReadCount(); left > 0; left--)
                RestorePrevious(Key(reader.ReadString()).Node, LoopOf(reader.ReadString()), reader.ReadBlock());
            reader.End();
        }
    }

    // A value that nobody asks for any more is dropped; one that somebody asks for now, and that was not kept, is missing, as in a first round.
    private void RestorePrevious(int node, int loop, ReadOnlyMemory<byte> payload)
    {
        for (var i = 0; i < PreviousPayloads.Length; i++)
        {
            if (_definition.Previous[i] is var previous && previous.Node == node && previous.Loop == loop)
            {
                Progress.HasPrevious[i] = true;
                PreviousPayloads[i] = payload;
                Mark(node, -1);
                MarkPrevious(i, node);
            }
        }
    }

    private int LoopOf(string end) => Progress.Loops?.Plan.EndedBy[Key(end).Node] is >= 0 and var loop
        ? loop
        : throw Broken(JournalFailure.DefinitionChanged, $"the journal has a loop that ends with '{end}', which '{_definition}' no longer has. Run a build that has it, and release the run");
}
