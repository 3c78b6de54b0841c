using System.Text.RegularExpressions;

namespace WorkflowGen.Analyzers.Tests.Rules;

/// <summary>Every fix that is offered for the wrong example of a rule's page makes it right, and none falls over code that somebody is just typing.</summary>
public sealed partial class OfferedFixTests
{
    /// <summary>The rules whose fixes are tried before they are offered.</summary>
    public static TheoryData<string> Ids =>
        [.. AllRules.Fixes.Where(f => f.GetType().BaseType!.Name == "TriedFix").SelectMany(f => f.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Ids))]
    public async Task MakeTheExampleOfThePageRight(string id) => Assert.True(await FixCase.AllHoldAsync(id, Bad(id)) > 0 || NeedNothing.Contains(id), "Nothing is offered.");

    [Theory, MemberData(nameof(Ids))]
    public async Task DoNotFallOverHalfOfIt(string id)
    {
        var source = Bad(id);
        var from = source.IndexOf("[Workflow", StringComparison.Ordinal);
        for (var length = from + 20; length < source.Length; length += 17)
            await FixCase.AskAsync(source[..length]);
    }

    // A name that is nothing like any other cannot be corrected.
    private static readonly string[] NeedNothing = ["WFG2009", "WFG3008", "WFG3010"];

    private static string Bad(string id) => Sample().Match(File.ReadAllText(AllRules.Page(id))).Groups["code"].Value;

    [GeneratedRegex("## Bad\n.*?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
