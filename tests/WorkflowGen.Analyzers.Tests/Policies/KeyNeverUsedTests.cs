using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5011")]
public sealed class KeyNeverUsedTests() : ContextNeverTakenTests("WFG5011", "Keyed");
