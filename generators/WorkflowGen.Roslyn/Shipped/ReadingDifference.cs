namespace WorkflowGen.Roslyn.Shipped;

/// <summary>A difference between two types that a reader of what was written as the one meets as the other.</summary>
/// <param name="Key">Equal for the same difference, met on whatever way.</param>
/// <param name="Text">What it is: <c>'Shop.Payment.Amount' was removed</c>.</param>
internal sealed record ReadingDifference(ShippedEditKind Kind, string Key, string Text);
