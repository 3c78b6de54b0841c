using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism;

/// <summary>The determinism rules. In those that follow calls {0} is the call chain and {1} what to do instead.</summary>
internal static class DeterminismDescriptors
{
    private const string Category = "WorkflowGen.Determinism";

    public static readonly DiagnosticDescriptor AmbientClock = Error(
        RuleIds.AmbientClock, "Steps and decisions do not read the ambient clock", "{0} reads the ambient clock, which shows another time when this is run again; {1}");

    public static readonly DiagnosticDescriptor AmbientRandomness = Error(
        RuleIds.AmbientRandomness, "Steps and decisions do not draw from ambient randomness", "{0} is random, and comes out differently when this is run again; {1}");

    public static readonly DiagnosticDescriptor EnvironmentFact = Error(
        RuleIds.EnvironmentFact, "Steps and decisions do not read facts of the machine or process", "{0} is a fact of the machine or process, which may be another one when this is run again; {1}");

    public static readonly DiagnosticDescriptor Scheduling = Error(
        RuleIds.Scheduling, "Steps and decisions do not block, lock, wait or start background work", "{0} schedules or blocks outside the workflow's control; {1}");

    public static readonly DiagnosticDescriptor EffectInDecision = Error(
        RuleIds.EffectInDecision, "Decisions compute from their parameters alone", "{0} is an effect or outside state, and a decision computes from its parameters alone; {1}");

    public static readonly DiagnosticDescriptor StaticState = Error(
        RuleIds.StaticState, "Steps and decisions do not use mutable static state", "{0} is mutable state shared in the process, which no checkpoint holds; {1}");

    public static readonly DiagnosticDescriptor HashOrder = Error(
        RuleIds.HashOrder, "Hash order does not reach a result", "{0} takes elements in hash order, which may be another one when this is run again; {1}");

    public static readonly DiagnosticDescriptor UnstableHashCode = Error(
        RuleIds.UnstableHashCode, "Hash codes do not reach a result", "{0} is seeded anew in every process; {1}");

    public static readonly DiagnosticDescriptor AmbientCulture = Error(
        RuleIds.AmbientCulture, "Steps and decisions do not depend on the culture of the thread", "{0} depends on the culture of the thread, which may be another one when this is run again; {1}");

    public static readonly DiagnosticDescriptor ReflectionOrder = Error(
        RuleIds.ReflectionOrder, "Reflection order does not reach a result", "{0} gives members in no defined order; {1}");

    public static readonly DiagnosticDescriptor BlankReason = new(
        RuleIds.BlankReason, "An allowance of nondeterminism gives its reason", "[AllowNondeterminism] on '{0}' gives no reason; say why it is right here, for whoever audits it",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(RuleIds.BlankReason));

    public static readonly DiagnosticDescriptor NeedlessAllowance = new(
        RuleIds.NeedlessAllowance, "An allowance of nondeterminism allows something", "[AllowNondeterminism] on '{0}' allows nothing: no rule would report its code; remove it",
        Category, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(RuleIds.NeedlessAllowance));

    /// <summary>The rules that follow calls.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Followed { get; } =
        ImmutableArray.Create(AmbientClock, AmbientRandomness, EnvironmentFact, Scheduling, EffectInDecision, StaticState, HashOrder, UnstableHashCode, AmbientCulture, ReflectionOrder);

    public static DiagnosticDescriptor For(string ruleId) => Followed.First(d => d.Id == ruleId);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: RuleIds.HelpLink(id));
}
