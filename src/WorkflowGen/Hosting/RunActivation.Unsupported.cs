using WorkflowGen.Execution;
using WorkflowGen.Storage;

namespace WorkflowGen.Hosting;

// Still to be built; each moves to where it belongs.
internal sealed partial class RunActivation
{

    bool IRunJournal.TryEnter(LimitPolicy limit, int slot) => throw new NotSupportedException();

    void IRunJournal.Leave(LimitPolicy limit) => throw new NotSupportedException();
}
