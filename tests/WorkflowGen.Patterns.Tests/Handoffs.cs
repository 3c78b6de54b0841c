namespace WorkflowGen.Patterns.Tests;

public sealed record Request(int Amount);

public sealed record Letter(string To);

public sealed record Stamped(string To);

public sealed record Delivered(string To);

public sealed record Price(int Euros);

public sealed record Deadline(int Days);

public sealed record Offer(int Euros, int Days);

public sealed record Approval(string By);

public sealed record Refusal(string Why);

public sealed record Receipt(string Text);

public sealed record Draft(int Version);

public sealed record Reviewed(int Version);

public sealed record Printed(int Version, int Copies);

public sealed record Page(int Number, bool IsLast);

public sealed record Total(int Sum);

public sealed record Smaller(int N);

public sealed record Closed;
