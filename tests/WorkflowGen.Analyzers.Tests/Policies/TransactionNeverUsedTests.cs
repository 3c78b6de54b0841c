using WorkflowGen.Roslyn.TestKit;

namespace WorkflowGen.Analyzers.Tests.Policies;

[Rule("WFG5018")]
public sealed class TransactionNeverUsedTests() : ContextNeverTakenTests("WFG5018", "Transactional");
