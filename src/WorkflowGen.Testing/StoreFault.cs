namespace WorkflowGen.Testing;

/// <summary>What is done to one store call.</summary>
public enum StoreFault
{
    /// <summary>The process dies before the call reaches the store.</summary>
    CrashBefore,

    /// <summary>The process dies after the store has carried the call out, and never learns of it.</summary>
    CrashAfter,

    /// <summary>The store carries the call out, and the process is told that it failed.</summary>
    AnswerLost,

    /// <summary>The store does not carry the call out, and says so.</summary>
    Refused,
}

/// <summary>One fault at one call of a scenario.</summary>
/// <param name="Fault">What is done.</param>
/// <param name="Call">At which call of the scenario, from 1.</param>
public readonly record struct CrashPoint(StoreFault Fault, int Call)
{
    /// <inheritdoc/>
    public override string ToString() => Fault switch
    {
        StoreFault.CrashBefore => $"a crash before store call {Call}",
        StoreFault.CrashAfter => $"a crash after store call {Call}",
        StoreFault.AnswerLost => $"a lost answer of store call {Call}",
        _ => $"store call {Call} refused",
    };
}

/// <summary>What disturbs one run of a scenario.</summary>
/// <param name="First">The fault; null: nothing does.</param>
/// <param name="Then">Another, at a later call, while the first is being recovered from; null: none.</param>
internal readonly record struct CrashFaults(CrashPoint? First, CrashPoint? Then = null)
{
    public override string ToString() => Then is { } then ? $"{First} and then {then}" : $"{First}";
}
