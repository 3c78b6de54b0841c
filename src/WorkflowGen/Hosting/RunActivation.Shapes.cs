using WorkflowGen.Execution;
using WorkflowGen.Journal;

namespace WorkflowGen.Hosting;

// Runs that another build has written.
internal sealed partial class RunActivation
{
    /// <summary>Notes, with what is committed next, that the run goes on in the shape of this build.</summary>
    private void MeetShape(RunFold fold)
    {
        if (!ShapeText.AreSame(fold.Progress.LatestShape, _workflow.Definition.Shape))
            RecordShape(_signalsKnown);
    }

    private void RecordShape(long signals)
    {
        var start = _gathering.Buffer.Length;
        Add(start, JournalEncoder.ShapeMet(_gathering.Buffer, _engine.Time.GetUtcNow(), _workflow.Definition.Shape, signals), rides: true);
        _progress!.LatestShape = _workflow.Definition.Shape;
        _progress.Shapes.Signals = signals;
        _progress.Shapes.Armed = _progress.ClosingOrNull?.NextOrdinal ?? 0;
    }

    // By the name that the step had when it was started.
    private string ChildPlace(NodeKey key, int attempt) => _progress!.ChildPlace(key, attempt, _workflow.Nodes);
}
