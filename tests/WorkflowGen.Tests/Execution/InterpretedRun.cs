using static WorkflowGen.Tests.Execution.InterpretedExecutor;

namespace WorkflowGen.Tests.Execution;

/// <summary>What the generated <c>Start</c> returns, over an interpreted graph.</summary>
internal sealed class InterpretedRun(InterpretedExecutor executor, TimeProvider? time = null, CancellationToken cancellationToken = default) : InMemoryRun<int?>(executor, time, cancellationToken)
{
    public static InterpretedRun Start(TimeProvider? time, params Step[] steps) => new(Create(steps), time);

    public bool Signal(string signal, int? value, string? key = null) => SignalCoreAsync(signal, value, key, default).Result;
}
