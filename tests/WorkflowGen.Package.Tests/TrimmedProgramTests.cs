using System.Runtime.InteropServices;

namespace WorkflowGen.Package.Tests;

/// <summary>
/// Fit for ahead-of-time compilation: nothing is found by reflection, nothing is generated at run time. The proxy for it is a program that is trimmed as far as it goes, with dynamic code and
/// reflection-based serialisation switched off.
/// </summary>
[Collection<PackedFeedCollection>]
public sealed class TrimmedProgramTests(PackedFeed feed)
{
    [Fact]
    public async Task A_trimmed_program_without_dynamic_code_runs_durably()
    {
        var folder = await feed.CreateProjectAsync("Trimmed");
        var project = Path.Combine(folder, "Trimmed.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("<OutputType>Exe</OutputType>", $"""
            <OutputType>Exe</OutputType>
            <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <SelfContained>true</SelfContained>
            <PublishTrimmed>true</PublishTrimmed>
            <TrimMode>full</TrimMode>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <DynamicCodeSupport>false</DynamicCodeSupport>
            <JsonSerializerIsReflectionEnabledByDefault>false</JsonSerializerIsReflectionEnabledByDefault>
            <InvariantGlobalization>true</InvariantGlobalization>
            """, StringComparison.Ordinal));
        Edit(folder, "OrderWorkflow.cs", "[Workflow(\"order\")]", "[Workflow(\"order\", JsonContext = typeof(OrderJson))]");
        File.WriteAllText(Path.Combine(folder, "OrderJson.cs"), """
            using System.Text.Json.Serialization;

            [JsonSerializable(typeof(Order))]
            [JsonSerializable(typeof(Payment))]
            [JsonSerializable(typeof(Reservation))]
            [JsonSerializable(typeof(Receipt))]
            public sealed partial class OrderJson : JsonSerializerContext;
            """);

        var publish = await feed.DotnetAsync(folder, "publish", "-o", "published");
        Assert.SkipWhen(publish.Output.Contains("NU1101", StringComparison.Ordinal) || publish.Output.Contains("NU1102", StringComparison.Ordinal), "the runtime pack cannot be had here");
        Assert.True(publish.ExitCode == 0, publish.All);
        Assert.DoesNotMatch(@"warning IL\d{4}: .*WorkflowGen", publish.Output);

        var run = await TestSupport.ChildProcess.RunAsync(Path.Combine(folder, "published", "Trimmed"), [], folder);
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Contains("On disk: Receipt { Order = A-2", run.Output, StringComparison.Ordinal);
    }

    private static void Edit(string folder, string file, string from, string to)
    {
        var path = Path.Combine(folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
