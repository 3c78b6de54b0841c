namespace WorkflowGen.Roslyn.TestKit;

/// <summary>
/// Says which rule a test class is about. The class has facts whose names begin with <c>Fires</c> (the rule reports what it should)
/// and with <c>StaysSilent</c> (a near miss that it must not report).
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RuleAttribute(string id) : Attribute
{
    public string Id { get; } = id;
}
