using System;
using System.Collections.Generic;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>The rules that follow calls.</summary>
internal static class DeterminismRules
{
    public static HashSet<string> Followed { get; } = new(StringComparer.Ordinal)
    {
        RuleIds.AmbientClock, RuleIds.AmbientRandomness, RuleIds.EnvironmentFact, RuleIds.Scheduling, RuleIds.EffectInDecision, RuleIds.StaticState,
        RuleIds.HashOrder, RuleIds.UnstableHashCode, RuleIds.AmbientCulture, RuleIds.ReflectionOrder,
    };
}
