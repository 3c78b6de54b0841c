namespace WorkflowGen.Generators.Emit;

/// <summary>Types that generated code names, so that no using of the author's can change what is meant.</summary>
internal static class KnownNames
{
    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string Exception = "global::System.Exception";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    public const string CompilerServices = "global::System.Runtime.CompilerServices";

    public const string Execution = "global::WorkflowGen.Execution";
    public const string StepContext = "global::WorkflowGen.StepContext";

    public const string JsonWriter = "global::System.Text.Json.Utf8JsonWriter";
    public const string JsonReader = "global::System.Text.Json.Utf8JsonReader";
    public const string JsonTypeInfo = "global::System.Text.Json.Serialization.Metadata.JsonTypeInfo";
}
