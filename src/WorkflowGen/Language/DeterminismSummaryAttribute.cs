namespace WorkflowGen;

/// <summary>
/// Says what the members of a library lead to that the determinism rules (WFG1xxx) report, for the projects that call them. The generator writes it; there is no reason to write it by hand.
/// </summary>
/// <param name="format">Which format the text has. A format that a project's analyzer does not know is passed over.</param>
/// <param name="text">Members by documentation comment id, with the chains from them in words.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public sealed class DeterminismSummaryAttribute(int format, string text) : Attribute
{
    /// <summary>Which format the text has.</summary>
    public int Format { get; } = format;

    /// <summary>The summary.</summary>
    public string Text { get; } = text;
}
